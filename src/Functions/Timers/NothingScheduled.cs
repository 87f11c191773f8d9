namespace CharacterFanOut.Functions.Timers;

/// <summary>Remembers that it was said that nothing is scheduled, so that it is said once and not each day.</summary>
public sealed class NothingScheduled
{
    private int said;

    /// <summary>True the first time.</summary>
    public bool SayOnce() => Interlocked.Exchange(ref said, 1) == 0;
}
