using System.Net;
using FunctionsHost.Worker.Protocol;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsHost.Tests.Timers;

public sealed class TimerServiceTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 30, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Start);
    private readonly TimerRuns _runs = new();

    private static FakeWorker Hourly => new FakeWorker().Timer("Hourly", "%Schedules:Hourly%");

    private static FakeWorker Retried => new FakeWorker().Timer("Retried", "0 0 0 1 1 *", runOnStartup: true, retry: new RpcRetryOptions
    {
        MaxRetryCount = 2,
        RetryStrategy = RpcRetryOptions.Types.RetryStrategy.FixedDelay,
        DelayInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)),
    });

    private static FakeWorker AtStartup => new FakeWorker().Timer("AtStart", "0 0 0 1 1 *", runOnStartup: true).Timer("Unmonitored", "0 0 0 1 1 *", runOnStartup: true, useMonitor: false);

    [Fact]
    public async Task Timer_AtItsTime_RunsOnceWithItsStatus()
    {
        await using var host = await StartAsync(Hourly);
        Assert.False(_runs.TryNext(out _));
        var (function, timer) = await AdvanceToRunAsync(TimeSpan.FromMinutes(30));
        Assert.Equal("Hourly", function);
        Assert.False(timer.IsPastDue);
        Assert.Equal(new DateTime(2026, 1, 1, 2, 0, 0, DateTimeKind.Utc), timer.ScheduleStatus!.Next);
        await AdvanceToRunAsync(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Timer_ComputerThatSleptOverIt_RunsSoonAfterItWakes()
    {
        var time = new SleepingClock(Start);
        await using var host = await StartAsync(Hourly, clock: time);
        time.Sleep(TimeSpan.FromMinutes(30));

        // Second by second, since the loop may still be on its way to its wait; but far from the half hour that its timer had been set to.
        var run = _runs.NextAsync();
        var passed = TimeSpan.Zero;
        await Polling.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                passed += TimeSpan.FromSeconds(1);
                return run.IsCompleted || passed >= TimeSpan.FromMinutes(29);
            },
            "a run, or half an hour");

        Assert.Equal("Hourly", (await run).Function);
        Assert.True(passed < TimeSpan.FromMinutes(29), $"It ran {passed} after the computer woke.");
    }

    [Fact]
    public async Task Timer_ThatRunsLong_DoesNotOverlap()
    {
        var gate = new TaskCompletionSource();
        _runs.Gate = gate.Task;
        await using var host = await StartAsync(Hourly);
        await AdvanceToRunAsync(TimeSpan.FromMinutes(30));
        _time.Advance(TimeSpan.FromHours(5));
        gate.SetResult();
        await AdvanceToRunAsync(TimeSpan.FromHours(1));
        Assert.Equal(1, _runs.Most);
    }

    [Fact]
    public async Task Timer_ThatFails_RunsAgainAtItsNextTime()
    {
        _runs.Fail = true;
        await using var host = await StartAsync(Hourly);
        await AdvanceToRunAsync(TimeSpan.FromMinutes(30));
        await AdvanceToRunAsync(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Timer_ThatFailsAndRetries_RunsAgainAfterItsDelay()
    {
        _runs.Fail = true;
        await using var host = await StartAsync(Retried);
        Assert.Equal("0/2", (await _runs.NextAsync()).Function);
        Assert.Equal("1/2", (await AdvanceToRunAsync(TimeSpan.FromSeconds(10))).Function);
        Assert.Equal("2/2", (await AdvanceToRunAsync(TimeSpan.FromSeconds(10))).Function);

        // No third retry: what runs next is the next occurrence, afresh.
        Assert.Equal("0/2", (await AdvanceToRunAsync(TimeSpan.FromDays(366))).Function);
    }

    [Fact]
    public async Task Timer_StoppedBetweenTwoTries_IsPastDueAtTheNextStart()
    {
        using var folder = new TempFolder();
        _runs.Fail = true;
        await using (await StartAsync(Retried, folder.Path))
        {
            await _runs.NextAsync();
        }

        await using var again = await StartAsync(Retried, folder.Path);
        Assert.Equal("0/2", (await _runs.NextAsync()).Function);
    }

    [Fact]
    public async Task Timer_MissedWhileDown_IsPastDueAfterTheRestart()
    {
        using var folder = new TempFolder();
        await using (await StartAsync(Hourly, folder.Path))
        {
            await AdvanceToRunAsync(TimeSpan.FromMinutes(30));
        }

        _time.Advance(TimeSpan.FromHours(3));
        await using (await StartAsync(Hourly, folder.Path))
        {
            var (_, timer) = await _runs.NextAsync();
            Assert.True(timer.IsPastDue);
            Assert.Equal(new DateTime(2026, 1, 1, 1, 0, 0, DateTimeKind.Utc), timer.ScheduleStatus!.Last);
        }

        await using (await StartAsync(Hourly, folder.Path))
        {
            var (_, timer) = await AdvanceToRunAsync(TimeSpan.FromHours(1));
            Assert.False(timer.IsPastDue);
        }
    }

    [Fact]
    public async Task Timer_NeverRunBeforeTheHostWentDown_IsPastDueToo()
    {
        using var folder = new TempFolder();
        await using (await StartAsync(Hourly, folder.Path))
        {
        }

        _time.Advance(TimeSpan.FromHours(1));
        await using var host = await StartAsync(Hourly, folder.Path);
        Assert.True((await _runs.NextAsync()).Timer.IsPastDue);
    }

    [Fact]
    public async Task Status_Unreadable_BeginsAnew()
    {
        using var folder = new TempFolder();
        folder.Write("timers.json", "{ half a fi");
        await using var host = await StartAsync(Hourly, folder.Path);
        Assert.False((await AdvanceToRunAsync(TimeSpan.FromMinutes(30))).Timer.IsPastDue);
    }

    [Fact]
    public async Task RunOnStartup_RunsAtOnce()
    {
        await using var host = await StartAsync(AtStartup);
        var runs = new[] { await _runs.NextAsync(), await _runs.NextAsync() }.ToDictionary(run => run.Function, run => run.Timer);
        Assert.False(runs["AtStart"].IsPastDue);
        Assert.NotNull(runs["AtStart"].ScheduleStatus);
        Assert.Null(runs["Unmonitored"].ScheduleStatus);
    }

    [Fact]
    public async Task Admin_RunsATimerNow()
    {
        await using var host = await StartAsync(Hourly);
        var client = host.Client;
        using var accepted = await client.PostAsync("admin/functions/hourly", null);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal("Hourly", (await _runs.NextAsync()).Function);
        using var unknown = await client.PostAsync("admin/functions/nothing", null);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private Task<TestHost> StartAsync(FakeWorker worker, string? folder = null, FakeTimeProvider? clock = null)
    {
        worker.OnInvoke = _runs.RunAsync;
        return TestHosts.StartAsync(worker, new() { ["Schedules:Hourly"] = "0 0 * * * *" }, clock ?? _time, folder);
    }

    /// <summary>Lets the clock reach the next run. The loop may still be on its way to its next wait: then it goes on by the step, or by the hour.</summary>
    private async Task<(string Function, TimerInfo Timer)> AdvanceToRunAsync(TimeSpan step)
    {
        (string, TimerInfo) run = default;
        _time.Advance(step);
        var start = TimeProvider.System.GetTimestamp();
        var waited = TimeSpan.Zero;
        await Polling.UntilAsync(
            () =>
            {
                if (_runs.TryNext(out run))
                {
                    return true;
                }

                if (TimeProvider.System.GetElapsedTime(start) - waited > TimeSpan.FromSeconds(1))
                {
                    waited = TimeProvider.System.GetElapsedTime(start);
                    _time.Advance(step > TimeSpan.FromHours(1) ? step : TimeSpan.FromHours(1));
                }

                return false;
            },
            "a timer run");
        return run;
    }
}
