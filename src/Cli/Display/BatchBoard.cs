using CharacterFanOut.Cli.Client;

namespace CharacterFanOut.Cli.Display;

/// <summary>What is known of a fan-out's batches, gathered as they are seen.</summary>
internal sealed class BatchBoard
{
    private readonly List<BatchMark> marks = [];

    /// <summary>The number of the first batch that can still change.</summary>
    public long Next { get; private set; }

    /// <summary>The mark of a batch.</summary>
    /// <param name="number">Its number, from 0.</param>
    public BatchMark this[long number] => number < marks.Count ? marks[(int)number] : BatchMark.Waiting;

    /// <summary>Takes in what the host says.</summary>
    public void Add(BatchesPage page)
    {
        foreach (var batch in page.Batches.Where(batch => batch.Number <= marks.Count))
        {
            if (batch.Number == marks.Count)
            {
                marks.Add(MarkOf(batch));
            }
            else
            {
                marks[(int)batch.Number] = MarkOf(batch);
            }
        }

        Next = Math.Max(Next, page.Next);
    }

    private static BatchMark MarkOf(BatchesPage.Batch batch) => batch.Status switch
    {
        "running" => BatchMark.Running,
        "completed" when batch.Failed == 0 => BatchMark.Done,
        _ => BatchMark.Failing,
    };
}
