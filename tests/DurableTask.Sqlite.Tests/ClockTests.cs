using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Tests.Hub;
using Microsoft.Extensions.Time.Testing;

namespace DurableTask.Sqlite.Tests;

/// <summary>Clocks that jump, as those of computers that sleep or are set do.</summary>
public sealed class ClockTests
{
    /// <summary>A clock whose time of day can be set without its timers noticing.</summary>
    private sealed class SettableClock() : FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
        private long offset;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref this.offset));

        public void Jump(TimeSpan by) => Interlocked.Add(ref this.offset, by.Ticks);
    }

    private readonly SettableClock clock = new();

    private async Task<TestHub> SleepingAsync()
    {
        TestHub hub = await new TestHub(o => o.TimeProvider = this.clock) { ConfigureWorker = w => w.UseTimeProvider(this.clock) }
            .Orchestrator<int, string>("Sleep", async (o, minutes) =>
            {
                await o.DelayAsync(TimeSpan.FromMinutes(minutes));
                return "awake";
            })
            .RunAsync();
        await hub.StartAsync("Sleep", 60, "sleep");
        await TestHub.EventuallyAsync(async () => (await hub.HistoryAsync("sleep")).Any(e => e is TimerCreatedEvent));
        return hub;
    }

    [Fact]
    public async Task Timer_AfterTheClockJumpedPastIt_FiresWithinThirtySeconds()
    {
        await using TestHub hub = await this.SleepingAsync();

        this.clock.Jump(TimeSpan.FromHours(1));
        this.clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("\"awake\"", (await hub.WaitAsync("sleep")).Output);
    }

    [Fact]
    public async Task Timer_AfterTheClockWasSetBack_FiresAtItsTimeOfDay()
    {
        await using TestHub hub = await this.SleepingAsync();

        this.clock.Jump(TimeSpan.FromHours(-1));
        this.clock.Advance(TimeSpan.FromMinutes(119));
        OrchestrationState before = await hub.StateAsync("sleep");
        this.clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(OrchestrationStatus.Running, before.OrchestrationStatus);
        Assert.Equal("\"awake\"", (await hub.WaitAsync("sleep")).Output);
    }
}
