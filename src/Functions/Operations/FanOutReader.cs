using System.Text.Json;
using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Orchestrations;
using CharacterFanOut.Functions.Reports;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Operations;

/// <summary>Says how fan-outs are doing, from what their orchestrator and its running batches show.</summary>
public sealed class FanOutReader(FanOutResults results, IOptions<CharacterApiOptions> upstream, TimeProvider time)
{
    // What entities' ids begin with. The real client throws when it is asked for an orchestration of such an id.
    private const char Entity = '@';

    // The status comes from the task hub. It does without what is in the report store when that does not answer soon, and does not ask it at each look.
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(5);

    private long failedAt;
    private volatile string? storeProblem;

    /// <summary>The task hub's record of a fan-out; null when there is none, or when the id is another orchestration's or an entity's.</summary>
    public static async Task<OrchestrationMetadata?> FindAsync(
        DurableTaskClient client, string id, CancellationToken cancellation) =>
        !id.StartsWith(Entity)
        && await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellation) is { Name: nameof(FanOutOrchestrator) } found ? found : null;

    /// <summary>What a fan-out was started with; null when somebody started it past this app, with something that is no request.</summary>
    public static FanOutInput? InputOf(OrchestrationMetadata fanOut)
    {
        try
        {
            return fanOut.ReadInputAs<FanOutInput>() is { Request.Ids: not null } input ? input : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// When a fan-out began. The Functions host gives an instance a new time of creation each time that it continues as new: then what the
    /// orchestrator itself remembers is the earlier one.
    /// </summary>
    public static DateTimeOffset BeganAt(OrchestrationMetadata fanOut, FanOutStatus status) =>
        status.StartedAt != default && status.StartedAt < fanOut.CreatedAt ? status.StartedAt : fanOut.CreatedAt;

    public static FanOutState StateOf(OrchestrationMetadata fanOut) => fanOut.RuntimeStatus switch
    {
        OrchestrationRuntimeStatus.Pending => FanOutState.Pending,
        OrchestrationRuntimeStatus.Suspended => FanOutState.Paused,
        OrchestrationRuntimeStatus.Failed => FanOutState.Failed,
        OrchestrationRuntimeStatus.Terminated => FanOutState.Canceled,
        OrchestrationRuntimeStatus.Completed => fanOut.ReadOutputAs<FanOutSummary>()?.Result switch
        {
            FanOutResult.Aborted => FanOutState.Aborted,
            FanOutResult.Canceled => FanOutState.Canceled,
            _ => FanOutState.Completed,
        },
        _ => FanOutState.Running,
    };

    /// <summary>How a fan-out is doing; null when there is none.</summary>
    public async Task<FanOutView?> ViewAsync(DurableTaskClient client, string id, CancellationToken cancellation)
    {
        if (await FindAsync(client, id, cancellation) is not { } fanOut)
        {
            return null;
        }

        var input = InputOf(fanOut);
        var status = fanOut.ReadCustomStatusAs<FanOutStatus>() ?? new FanOutStatus { Requested = input?.Request.Ids.Count ?? 0 };
        var (retries, problem) = await RetriesAsync(fanOut, cancellation);
        var batches = fanOut.IsCompleted ? [] : await RunningAsync(client, id, status, cancellation);
        var fetched = status.Fetched + batches.Sum(b => b.Fetched);
        var failed = status.Failed + batches.Sum(b => b.Failed);
        var throttledUntil = batches.Max(b => b.ThrottledUntil) is { } until ? new DateTimeOffset(until, TimeSpan.Zero) : (DateTimeOffset?)null;
        var waiting = WaitingOf(input?.Upstream, batches);
        var rate = RateOf(fanOut, status, fetched + failed);
        return new()
        {
            Id = id,
            Status = StateOf(fanOut),
            Upstream = input?.Upstream,
            Requested = status.Requested,
            Fetched = fetched,
            Failed = failed,
            Retried = status.Retried + batches.Sum(b => b.Retried),
            ThrottledWaits = status.ThrottledWaits + batches.Sum(b => b.ThrottledWaits),
            InFlight = batches.Sum(b => b.InFlight),
            ThrottledUntil = throttledUntil,
            Waiting = waiting,
            IdsPerSecond = rate,
            SecondsLeft = fanOut.IsCompleted || waiting is { Reason: not (WaitReason.Throttled or WaitReason.RateLimited) } ? null : LeftOf(status.Requested - fetched - failed, rate, throttledUntil),
            Batches = status.Batches,
            BatchesDone = status.BatchesDone,
            CreatedAt = BeganAt(fanOut, status),
            LastUpdatedAt = fanOut.LastUpdatedAt,
            Canceling = status.Canceling && !fanOut.IsCompleted,
            Request = input?.Request,
            RetryOf = input?.RetryOf,
            Retries = [.. retries.Select(static retry => retry.Id)],
            Problem = problem,
            Error = fanOut.FailureDetails?.ErrorMessage,
            Log = LogOf(fanOut, status, batches, retries),
        };
    }

    // A batch that is done but not merged yet counts with what it last showed; one that has shown nothing, with nothing.
    private static async Task<IReadOnlyList<BatchStatus>> RunningAsync(
        DurableTaskClient client, string id, FanOutStatus status, CancellationToken cancellation)
    {
        var running = await Task.WhenAll(status.Running.Select(number => client.GetInstanceAsync(BatchOrchestrator.InstanceId(id, number), getInputsAndOutputs: true, cancellation)));
        return [.. running.Select(static batch => batch?.ReadCustomStatusAs<BatchStatus>()).OfType<BatchStatus>()];
    }

    // What the batches found counts: another host of the same task hub may have the upstream. Once this one has it, they are about to go on.
    // The rate limit is the least that can keep them from it.
    private UpstreamWait? WaitingOf(string? asked, IReadOnlyList<BatchStatus> batches) =>
        batches.Select(static batch => batch.Waiting).OfType<UpstreamWait>().MinBy(static wait => (wait.Reason == WaitReason.RateLimited, wait.Since)) switch
        {
            { Reason: WaitReason.OtherUpstream } when asked is null || asked == upstream.Value.Upstream => null,
            { Reason: WaitReason.OtherUpstream } wait => wait with { Error = UpstreamText.Waits(asked, upstream.Value.Upstream) },
            var wait => wait,
        };

    // Its beginning and its end are the task hub's to tell; so is a pause of which the fan-out was not told.
    private static IReadOnlyList<LogEntry> LogOf(OrchestrationMetadata fanOut, FanOutStatus status, IReadOnlyList<BatchStatus> batches, IReadOnlyList<FanOutRetry> retries)
    {
        var log = status.Log;
        foreach (var batch in batches)
        {
            log = FanOutLog.Merge(log, batch.Log ?? []);
            log = batch.Waiting is { } wait ? FanOutLog.Merge(log, [wait.ToEntry(until: null)]) : log;
        }

        LogEntry? last = StateOf(fanOut) switch
        {
            FanOutState.Pending or FanOutState.Running => null,
            FanOutState.Paused when log.LastOrDefault(entry => entry.Event is LogEvent.Paused or LogEvent.Resumed) is { Event: LogEvent.Paused } => null,
            var over => new(fanOut.LastUpdatedAt, Enum.Parse<LogEvent>(over.ToString()), fanOut.FailureDetails?.ErrorMessage),
        };
        var began = new LogEntry(BeganAt(fanOut, status), LogEvent.Started);
        var retried = retries.Where(static retry => retry.At is not null).Select(static retry => new LogEntry(retry.At!.Value, LogEvent.Retried, retry.Id));
        return [began, .. log, .. last is null ? [] : (LogEntry[])[last], .. retried.TakeLast(FanOutLog.MaxEntries)];
    }

    // Only a fan-out that is over can have been retried.
    private async Task<(IReadOnlyList<FanOutRetry> Retries, string? Problem)> RetriesAsync(OrchestrationMetadata fanOut, CancellationToken cancellation)
    {
        if (!fanOut.IsCompleted)
        {
            return ([], results.Problem);
        }

        if (storeProblem is { } known && time.GetElapsedTime(Interlocked.Read(ref failedAt)) < StorePause)
        {
            return ([], known);
        }

        try
        {
            var retries = await Task.Run(() => results.ListRetriesAsync(fanOut.InstanceId, cancellation), cancellation).WaitAsync(StoreTimeout, time, cancellation);
            storeProblem = null;
            return (retries, null);
        }
        catch (Exception e) when (e is ReportStoreException or TimeoutException)
        {
            Interlocked.Exchange(ref failedAt, time.GetTimestamp());
            storeProblem = e is TimeoutException ? $"The report store does not answer within {StoreTimeout.TotalSeconds} s." : e.Message;
            return ([], storeProblem);
        }
    }

    private double? RateOf(OrchestrationMetadata fanOut, FanOutStatus status, long done)
    {
        var until = fanOut.IsCompleted ? fanOut.LastUpdatedAt : time.GetUtcNow();
        var seconds = (until - status.StartedAt).TotalSeconds;
        return done > 0 && seconds > 0 ? Math.Round(done / seconds, 1) : null;
    }

    private double? LeftOf(long ids, double? rate, DateTimeOffset? throttledUntil)
    {
        if (rate is not > 0)
        {
            return null;
        }

        var sleeping = throttledUntil is { } until ? Math.Max(0, (until - time.GetUtcNow()).TotalSeconds) : 0;
        return Math.Round((ids / rate.Value) + sleeping, 1);
    }
}
