namespace CharacterFanOut.Cli.Client;

/// <summary>The batches from a number on, as far as they have started.</summary>
/// <param name="Batches">The batches, by number.</param>
/// <param name="Next">The number to ask from next time; those before it do not change any more.</param>
/// <param name="More">Whether further ones have started.</param>
internal sealed record BatchesPage(IReadOnlyList<BatchesPage.Batch> Batches, long Next, bool More)
{
    /// <summary>One batch.</summary>
    /// <param name="Number">Its number, from 0.</param>
    /// <param name="Status">One of running, completed, failed, canceled.</param>
    /// <param name="Failed">How many of its ids failed so far.</param>
    internal sealed record Batch(long Number, string Status, long Failed);
}
