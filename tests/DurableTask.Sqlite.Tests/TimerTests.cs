using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Tests.Hub;
using Microsoft.Extensions.Time.Testing;

namespace DurableTask.Sqlite.Tests;

/// <summary>Durable timers and scheduled starts, on a clock that is moved by hand.</summary>
public sealed class TimerTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private TestHub Hub() => new(o => o.TimeProvider = this.clock) { ConfigureWorker = w => w.UseTimeProvider(this.clock) };

    private TestHub Sleeping() => this.Hub().Orchestrator<int, string>("Sleep", async (o, hours) =>
    {
        DateTime start = o.Context.CurrentUtcDateTime;
        await o.DelayAsync(TimeSpan.FromHours(hours));
        return (o.Context.CurrentUtcDateTime - start).TotalHours.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
    });

    private static Task TimerSetAsync(TestHub hub, string id) =>
        TestHub.EventuallyAsync(async () => (await hub.HistoryAsync(id)).Any(e => e is TimerCreatedEvent));

    [Fact]
    public async Task Timer_OfTwelveHours_FiresWhenTheClockIsMoved()
    {
        await using TestHub hub = await this.Sleeping().RunAsync();
        await hub.StartAsync("Sleep", 12, "night");
        await TimerSetAsync(hub, "night");

        this.clock.Advance(TimeSpan.FromHours(12));

        OrchestrationState state = await hub.WaitAsync("night");
        Assert.Equal("\"12.0\"", state.Output);
        Assert.Equal(this.clock.Start.UtcDateTime, state.CreatedTime);
        Assert.Equal(this.clock.GetUtcNow().UtcDateTime, state.CompletedTime);
        TimerFiredEvent fired = Assert.Single((await hub.HistoryAsync("night")).OfType<TimerFiredEvent>());
        Assert.Equal(this.clock.Start.UtcDateTime.AddHours(12), fired.FireAt);
    }

    [Fact]
    public async Task Timer_NotYetDue_DoesNotFire()
    {
        await using TestHub hub = await this.Sleeping().RunAsync();
        await hub.StartAsync("Sleep", 12, "night");
        await hub.StartAsync("Sleep", 6, "nap");
        await TimerSetAsync(hub, "night");
        await TimerSetAsync(hub, "nap");

        this.clock.Advance(TimeSpan.FromHours(7));

        await hub.WaitAsync("nap");
        Assert.Equal(OrchestrationStatus.Running, (await hub.StateAsync("night")).OrchestrationStatus);
    }

    [Fact]
    public async Task Timer_DueWhileTheFileWasClosed_FiresAtTheNextStart()
    {
        await using TestHub hub = await this.Sleeping().RunAsync();
        await hub.StartAsync("Sleep", 12, "night");
        await TimerSetAsync(hub, "night");
        await hub.ReopenAsync();
        this.clock.Advance(TimeSpan.FromHours(24));

        await hub.RunAsync();

        Assert.Equal("\"24.0\"", (await hub.WaitAsync("night")).Output);
    }

    [Fact]
    public async Task Timer_OfThePast_FiresAtOnce()
    {
        await using TestHub hub = await this.Sleeping().RunAsync();

        Assert.Equal("\"0.0\"", (await hub.RunToEndAsync("Sleep", -5)).Output);
    }

    [Fact]
    public async Task Timer_AtTheEndOfTime_IsKept()
    {
        await using TestHub hub = await this.Hub()
            .Orchestrator<string, string>("Far", async (o, _) =>
            {
                using var cancel = new CancellationTokenSource();
                Task timer = o.Context.CreateTimer(DateTime.MaxValue, "", cancel.Token);
                string heard = await o.WaitAsync("Go");
                cancel.Cancel();
                return heard;
            })
            .RunAsync();
        await hub.StartAsync("Far", "", "far");
        await TimerSetAsync(hub, "far");
        await hub.RestartAsync();

        await hub.RaiseAsync("far", "Go", "gone");

        Assert.Equal("\"gone\"", (await hub.WaitAsync("far")).Output);
        Assert.Equal(DateTime.MaxValue.Ticks, Assert.Single((await hub.HistoryAsync("far")).OfType<TimerCreatedEvent>()).FireAt.Ticks);
    }

    [Fact]
    public async Task Timer_Cancelled_DoesNotKeepTheOrchestrationRunning()
    {
        await using TestHub hub = await this.Hub()
            .Activity<string, string>("Quick", Task.FromResult)
            .Orchestrator<string, string>("Race", async (o, _) =>
            {
                using var cancel = new CancellationTokenSource();
                Task<string> work = o.CallAsync<string>("Quick", "done");
                Task first = await Task.WhenAny(work, o.DelayAsync(TimeSpan.FromHours(12), cancel.Token));
                cancel.Cancel();
                return first == work ? await work : "late";
            })
            .RunAsync();

        Assert.Equal("\"done\"", (await hub.RunToEndAsync("Race", "")).Output);
    }

    [Fact]
    public async Task Timers_OfManyInstances_FireInTheirOrder()
    {
        await using TestHub hub = await this.Sleeping().RunAsync();
        for (int i = 1; i <= 20; i++)
        {
            await hub.StartAsync("Sleep", i, $"sleep-{i}");
            await TimerSetAsync(hub, $"sleep-{i}");
        }

        this.clock.Advance(TimeSpan.FromHours(10));
        for (int i = 1; i <= 10; i++)
        {
            await hub.WaitAsync($"sleep-{i}");
        }

        Assert.Equal(OrchestrationStatus.Running, (await hub.StateAsync("sleep-11")).OrchestrationStatus);
        this.clock.Advance(TimeSpan.FromHours(10));
        for (int i = 11; i <= 20; i++)
        {
            await hub.WaitAsync($"sleep-{i}");
        }
    }

    [Fact]
    public async Task ScheduledStart_IsPendingUntilItsTime()
    {
        await using TestHub hub = await this.Hub().Orchestrator<string, string>("Echo", (_, input) => Task.FromResult(input)).RunAsync();
        DateTime at = this.clock.Start.UtcDateTime.AddHours(3);
        await hub.Client.CreateScheduledOrchestrationInstanceAsync("Echo", "", "later", "x", at);
        await hub.RestartAsync();
        OrchestrationState pending = await hub.StateAsync("later");

        this.clock.Advance(TimeSpan.FromHours(3));

        OrchestrationState state = await hub.WaitAsync("later");
        Assert.Equal(OrchestrationStatus.Pending, pending.OrchestrationStatus);
        Assert.Equal(at, pending.ScheduledStartTime);
        Assert.Equal("\"x\"", state.Output);
    }

    [Fact]
    public async Task ScheduledStart_Terminated_NeverRuns()
    {
        bool ran = false;
        await using TestHub hub = await this.Hub()
            .Orchestrator<string, string>("Never", (_, input) =>
            {
                ran = true;
                return Task.FromResult(input);
            })
            .RunAsync();
        await hub.Client.CreateScheduledOrchestrationInstanceAsync("Never", "", "never", "x", this.clock.Start.UtcDateTime.AddHours(3));

        await hub.Service.ForceTerminateTaskOrchestrationAsync("never", "changed our minds");

        OrchestrationState state = await hub.WaitAsync("never");
        Assert.Equal(OrchestrationStatus.Terminated, state.OrchestrationStatus);
        Assert.Equal("changed our minds", state.Output);
        this.clock.Advance(TimeSpan.FromHours(4));
        await hub.RestartAsync();
        Assert.False(ran);
    }

    [Fact]
    public async Task ScheduledStart_TerminatedInTheSameBatch_NeverRuns()
    {
        await using TestHub hub = await this.Hub().Orchestrator<string, string>("Echo", (_, input) => Task.FromResult(input)).RunAsync();
        var instance = new OrchestrationInstance { InstanceId = "both", ExecutionId = "first" };
        var start = new ExecutionStartedEvent(-1, "\"x\"")
        {
            Name = "Echo",
            Version = "",
            OrchestrationInstance = instance,
            ScheduledStartTime = this.clock.Start.UtcDateTime.AddHours(1),
        };

        await hub.Service.SendTaskOrchestrationMessageBatchAsync(
            new TaskMessage { OrchestrationInstance = instance, Event = start },
            new TaskMessage { OrchestrationInstance = instance, Event = new ExecutionTerminatedEvent(-1, "no") });
        this.clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal("\"y\"", (await hub.RunToEndAsync("Echo", "y")).Output);
        Assert.Equal(OrchestrationStatus.Terminated, (await hub.StateAsync("both")).OrchestrationStatus);
        Assert.Equal(0, hub.Service.OpenHub!.Table.Count);
    }

    [Fact]
    public async Task ScheduledStart_WithEventsBefore_HearsThem()
    {
        await using TestHub hub = await this.Hub().Orchestrator<string, string>("Wait", (o, _) => o.WaitAsync("Go")).RunAsync();
        await hub.Client.CreateScheduledOrchestrationInstanceAsync("Wait", "", "later", "", this.clock.Start.UtcDateTime.AddHours(3));
        await hub.RaiseAsync("later", "Go", "early bird");

        this.clock.Advance(TimeSpan.FromHours(3));

        Assert.Equal("\"early bird\"", (await hub.WaitAsync("later")).Output);
    }
}
