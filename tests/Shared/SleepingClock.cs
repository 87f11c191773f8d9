using Microsoft.Extensions.Time.Testing;

namespace CharacterFanOut.Tests.Shared;

/// <summary>The clock of a computer that can be put to sleep: the time of day goes on meanwhile, and its timers do not.</summary>
/// <param name="start">The time to begin at.</param>
internal sealed class SleepingClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private long slept;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref slept));

    public void Sleep(TimeSpan time) => Interlocked.Add(ref slept, time.Ticks);
}
