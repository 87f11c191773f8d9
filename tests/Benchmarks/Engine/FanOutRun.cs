namespace CharacterFanOut.Benchmarks.Engine;

/// <summary>What one fan-out in a process of its own came to.</summary>
internal sealed record FanOutRun(
    int Ids, double Seconds, long Turns, long Commits, long Replayed, long AllocatedBytes, long PeakBytes)
{
    public double PerSecond => this.Ids / this.Seconds;

    public double CommitsPerActivity => (double)this.Commits / this.Ids;
}
