namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>
/// Counts what messages add up to when each says how much it has been in all. Storage queues deliver an event at least once,
/// not once, and not always in order: a message that came before, or that a later one overtook, adds nothing.
/// </summary>
internal sealed class RunningTotal
{
    /// <summary>How much it has been in all.</summary>
    public int Total { get; private set; }

    /// <summary>Takes what a message says it has been in all, and gives how much of it is new.</summary>
    public int Advance(int total)
    {
        var more = Math.Max(0, total - Total);
        Total += more;
        return more;
    }
}
