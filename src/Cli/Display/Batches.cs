using CharacterFanOut.Cli.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

/// <summary>The state of a batch; of several batches in one cell, the greatest counts.</summary>
internal enum BatchState
{
    /// <summary>Over, with every id fetched.</summary>
    Completed,

    /// <summary>Over, with ids that failed.</summary>
    Failed,

    /// <summary>Not started.</summary>
    Waiting,

    Running,
}

/// <summary>The states of a fan-out's batches, collected over several polls.</summary>
internal sealed class BatchProgress
{
    private readonly List<BatchState> states = [];

    // The number of the first batch that can still change.
    private long next;

    /// <param name="number">The batch's number, from 0.</param>
    public BatchState this[long number] => number < states.Count ? states[(int)number] : BatchState.Waiting;

    /// <summary>Asks for the state of a fan-out, and for the batches that can have changed.</summary>
    public async Task<FanOutState> UpdateAsync(FanOutClient client, string id, CancellationToken cancellationToken)
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
                states.Add(StateOf(batch));
            }

            states[(int)batch.Number] = StateOf(batch);
        }

        next = Math.Max(next, page.Next);
    }

    private static BatchState StateOf(BatchesPage.Batch batch) => batch switch
    {
        { Status: "running" } => BatchState.Running,
        { Status: "completed", Failed: 0 } => BatchState.Completed,
        _ => BatchState.Failed,
    };
}

/// <summary>The batches as a row of cells. If there are more batches than columns, a cell stands for several.</summary>
internal static class BatchCells
{
    public static IEnumerable<Segment> Draw(FanOutState state, BatchProgress batches, bool unicode, int maxWidth)
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

    private static Segment Cell(BatchState state, bool unicode) => state switch
    {
        BatchState.Completed => new Segment(unicode ? "■" : "#", Color.Green),
        BatchState.Failed => new Segment(unicode ? "■" : "x", Color.Red),
        BatchState.Running => new Segment(unicode ? "▣" : "+", Color.Olive),
        _ => new Segment(unicode ? "□" : ".", Color.Grey),
    };
}
