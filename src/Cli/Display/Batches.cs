using CharacterFanOut.Cli.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

/// <summary>The state of a batch; of several batches in one cell, the greatest counts.</summary>
internal enum BatchCell
{
    /// <summary>Over, with every id fetched.</summary>
    Completed,

    /// <summary>Over, with ids that failed.</summary>
    Failed,

    Waiting,

    Running,
}

/// <summary>The states of a fan-out's batches, collected over several polls.</summary>
internal sealed class BatchProgress
{
    private readonly List<BatchCell> states = [];

    // The number of the first batch that can still change.
    private long next;

    /// <param name="number">The batch's number, from 0.</param>
    public BatchCell this[long number] => number < states.Count ? states[(int)number] : BatchCell.Waiting;

    /// <summary>Asks for the state of a fan-out, and for the batches that can have changed.</summary>
    public async Task<FanOutView> UpdateAsync(FanOutClient client, string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var from = next;
            var page = await client.GetBatchesAsync(id, from, cancellationToken);
            Add(page);
            if (!page.More || next == from)
            {
                return page.FanOut;
            }
        }
    }

    public void Add(BatchesPage page)
    {
        foreach (var batch in page.Batches.Where(batch => batch.Number <= states.Count))
        {
            if (batch.Number == states.Count)
            {
                states.Add(CellOf(batch));
            }

            states[(int)batch.Number] = CellOf(batch);
        }

        next = Math.Max(next, page.Next);
    }

    private static BatchCell CellOf(BatchView batch) => batch switch
    {
        { Status: BatchState.Running } => BatchCell.Running,
        { Status: BatchState.Completed, Failed: 0 } => BatchCell.Completed,
        _ => BatchCell.Failed,
    };
}

/// <summary>The batches as a row of cells. If there are more batches than columns, a cell stands for several.</summary>
internal static class BatchCells
{
    public static IEnumerable<Segment> Draw(FanOutView state, BatchProgress batches, bool unicode, int maxWidth)
    {
        var label = $" {ProgressText.Number(state.BatchesDone)} of {ProgressText.Number(state.Batches)} batches";
        var cells = Math.Min(state.Batches, Math.Max(1, maxWidth - label.Length));
        for (var cell = 0L; cell < cells; cell++)
        {
            var first = cell * state.Batches / cells;
            yield return Cell(Enumerable.Range(0, (int)(((cell + 1) * state.Batches / cells) - first)).Max(i => batches[first + i]), unicode);
        }

        yield return new Segment(label, Color.Grey);
    }

    private static Segment Cell(BatchCell cell, bool unicode) => cell switch
    {
        BatchCell.Completed => new Segment(unicode ? "■" : "#", Color.Green),
        BatchCell.Failed => new Segment(unicode ? "■" : "x", Color.Red),
        BatchCell.Running => new Segment(unicode ? "▣" : "+", Color.Olive),
        _ => new Segment(unicode ? "□" : ".", Color.Grey),
    };
}
