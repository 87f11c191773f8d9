using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>
/// Fetches an id set: a few lanes run one batch after another, and a report is published at the end.
/// Deterministic: only tasks of the context are awaited.
/// </summary>
public sealed partial class FanOutOrchestrator
{
    /// <summary>
    /// The external event that ends a fan-out or a batch: nothing new is started, what is in flight is saved and reported. It carries nothing.
    /// </summary>
    public const string StopEvent = "stop";

    /// <summary>What a fan-out is told of for its log, each by an external event of that name, which carries nothing.</summary>
    public static readonly IReadOnlyList<LogEvent> Told = [LogEvent.Paused, LogEvent.Resumed, LogEvent.HostStarted];

    /// <summary>The fewest batches after which the orchestrator continues as new: 20.</summary>
    public const int MinBatchesPerHistory = 20;

    /// <summary>The most batches after which the orchestrator continues as new: 200.</summary>
    public const int MaxBatchesPerHistory = 200;

    private readonly TaskOrchestrationContext context;
    private readonly FanOutInput input;
    private readonly BatchPlan plan;
    private readonly DateTimeOffset startedAt;
    private readonly long end;
    private readonly SortedDictionary<long, int> running = []; // batches, and how many fetches each may have in flight
    private long next;
    private BatchReport merged;
    private DateTime answeredFrom;
    private int? answeredId;
    private TaskFailedException? lost;
    private bool stopped;
    private bool canceled;
    private bool continued;

    private FanOutOrchestrator(TaskOrchestrationContext context, FanOutInput input)
    {
        (this.context, this.input) = (context, input);
        plan = new(input.Request.Ids, input.Request.BatchSize, input.Request.MaxConcurrency);
        var progress = input.Progress ?? new(0, BatchReport.Empty, context.CurrentUtcDateTime);
        (next, merged, startedAt, answeredId) = (progress.NextBatch, progress.Merged, progress.StartedAt, progress.AnsweredId);
        end = Math.Min(plan.BatchCount, next + BatchesPerHistory(plan));
    }

    private long? FailuresAllowed => input.Request.OnFailure == OnFailure.Abort ? input.Request.MaxFailures : null;

    /// <summary>
    /// After how many batches the orchestrator continues as new. Without cached sessions each event replays the history so
    /// far, so this keeps the replayed events of a fan-out in proportion to its ids. The batches in flight end first, so there
    /// are at least five rounds of them in between.
    /// </summary>
    public static int BatchesPerHistory(BatchPlan plan) =>
        Math.Clamp(5 * plan.Windows.Count, MinBatchesPerHistory, MaxBatchesPerHistory);

    [Function(nameof(FanOutOrchestrator))]
    public static async Task<FanOutSummary?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, FanOutInput input)
    {
        try
        {
            return await new FanOutOrchestrator(context, input).RunAsync();
        }
        catch (TaskFailedException e)
        {
            Log.FanOutFailed(context.CreateReplaySafeLogger<FanOutOrchestrator>(), context.InstanceId, e.FailureDetails.ErrorMessage);
            throw;
        }
    }

    private async Task<FanOutSummary?> RunAsync()
    {
        _ = CancelWhenToldAsync();
        _ = Told.Select(NoteWhenToldAsync).ToList();
        await Task.WhenAll(plan.Windows.Select(LaneAsync).ToList());
        if (lost is not null)
        {
            throw lost;
        }

        if (next < plan.BatchCount && !stopped)
        {
            continued = true;
            context.ContinueAsNew(Carry());
            return null;
        }

        return await FinishAsync();
    }

    private async Task LaneAsync(int window)
    {
        while (!stopped && next < end)
        {
            var number = next++;
            running.Add(number, window);
            ShowStatus();
            var started = context.CurrentUtcDateTime;
            var report = await RunBatchAsync(number, window);
            running.Remove(number, out window);
            merged = BatchReport.Merge(merged, CheckOutage(report, started, number));
            if (report.Failures is [.., var failure])
            {
                Note(LogEvent.IdsFailed, failure.Message, context.CurrentUtcDateTime);
            }

            if (lost is not null || merged.Failed > FailuresAllowed || (merged.Outage is not null && FailuresAllowed is not null))
            {
                if (!stopped && lost is null)
                {
                    Note(LogEvent.Aborting, merged.Outage?.Message ?? $"{merged.Failed} ids failed.");
                }

                Stop();
            }

            ShowStatus();
        }

        if (!stopped)
        {
            Share(window);
        }
    }

    // There is no batch left for these fetches: the batches that run may have them in flight.
    private void Share(int fetches)
    {
        var receivers = running.Count;
        foreach (var (number, window) in running.ToList())
        {
            var share = fetches / receivers--;
            fetches -= share;
            if (share > 0)
            {
                running[number] = window + share;
                context.SendEvent(BatchOrchestrator.InstanceId(context.InstanceId, number), BatchOrchestrator.WidenEvent, window + share);
            }
        }
    }

    // A batch whose ids alone were never answered has seen an outage that others have not: the rest is then asked for.
    private BatchReport CheckOutage(BatchReport report, DateTime started, long number)
    {
        if (report is { Fetched: > 0, Failed: 0 })
        {
            answeredId ??= plan.Batch(number).First();
        }

        if (report.Outage is null && report.Fetched > 0 && started > answeredFrom)
        {
            answeredFrom = started;
        }

        return report.Outage?.Since < answeredFrom ? report with { Outage = null } : report;
    }

    private async Task<BatchReport> RunBatchAsync(long number, int window)
    {
        var batch = new BatchInput
        {
            FanOutId = context.InstanceId,
            Number = number,
            Upstream = input.Upstream,
            Ids = plan.Batch(number),
            Window = window,
            SaveCharacters = input.Request.SaveCharacters,
            Breakdowns = input.Request.Breakdowns,
            FailuresAllowed = FailuresAllowed - merged.Failed,
            OutageTimeout = input.Request.OutageTimeout ?? FanOutRequest.DefaultOutageTimeout,
            Outage = merged.Outage,
            AnsweredId = answeredId,
        };
        try
        {
            var options = new SubOrchestrationOptions(instanceId: BatchOrchestrator.InstanceId(context.InstanceId, number));
            return await context.CallSubOrchestratorAsync<BatchReport>(nameof(BatchOrchestrator), batch, options);
        }
        catch (TaskFailedException e)
        {
            lost ??= e;
            Note(LogEvent.BatchLost, $"Batch {number}: {e.FailureDetails.ErrorMessage}");
            return BatchReport.Empty;
        }
    }

    private async Task CancelWhenToldAsync()
    {
        await context.WaitForExternalEvent<object?>(StopEvent);
        if (continued)
        {
            // It came too late for this execution; the next one has to hear of it.
            context.SendEvent(context.InstanceId, StopEvent, string.Empty);
            return;
        }

        canceled = true;
        Note(LogEvent.Canceling);
        Stop();
        ShowStatus();
    }

    private async Task NoteWhenToldAsync(LogEvent what)
    {
        while (true)
        {
            await context.WaitForExternalEvent<object?>(what.ToString());
            if (continued)
            {
                context.SendEvent(context.InstanceId, what.ToString(), string.Empty);
                return;
            }

            Note(what);
            ShowStatus();
        }
    }

    private void Note(LogEvent what, string? detail = null, DateTime? until = null) =>
        merged = merged with { Log = FanOutLog.Merge(merged.Log, [new(context.CurrentUtcDateTime, what, detail, Until: until)]) };

    // Nothing new is started, here or in the batches that run. What is in flight is still saved and reported.
    private void Stop()
    {
        if (!stopped)
        {
            stopped = true;
            foreach (var number in running.Keys)
            {
                context.SendEvent(BatchOrchestrator.InstanceId(context.InstanceId, number), StopEvent, string.Empty);
            }
        }
    }

    private FanOutInput Carry() => input with { Progress = new(next, merged, startedAt, answeredId) };

    private void ShowStatus() => context.SetCustomStatus(new FanOutStatus
    {
        Requested = plan.Ids.Count,
        Fetched = merged.Fetched,
        Failed = merged.Failed,
        Retried = merged.Retried,
        ThrottledWaits = merged.ThrottledWaits,
        Batches = plan.BatchCount,
        BatchesDone = next - running.Count,
        Running = [.. running.Keys],
        StartedAt = startedAt,
        Aborting = stopped && !canceled,
        Canceling = canceled,
        Log = merged.Log,
    });

    private async Task<FanOutSummary> FinishAsync()
    {
        var result = !stopped || merged.Finished == plan.Ids.Count ? FanOutResult.Completed
            : canceled ? FanOutResult.Canceled : FanOutResult.Aborted;
        var report = new ReportInput(context.InstanceId, result, Carry(), context.CurrentUtcDateTime);
        await context.CallActivityAsync(nameof(PublishReport), report, RetryPolicies.Store);
        var notified = await NotifyAsync();
        return new(result, plan.Ids.Count, merged.Fetched, merged.Failed, notified);
    }

    // The fan-out is done and its report is stored: that nobody listens does not undo it.
    private async Task<bool?> NotifyAsync()
    {
        if (input.Request.NotifyUri is not { } uri)
        {
            return null;
        }

        try
        {
            var notice = new NotifyInput(context.InstanceId, uri);
            await context.CallActivityAsync(nameof(NotifyCompletion), notice, RetryPolicies.Notify);
            return true;
        }
        catch (TaskFailedException e)
        {
            Log.NotNotified(context.CreateReplaySafeLogger<FanOutOrchestrator>(), context.InstanceId, uri.Host, e.FailureDetails.ErrorMessage);
            return false;
        }
    }

    private static partial class Log
    {
        // The name of this event and of its properties are what infra/queries/failed-fan-outs.kql asks for.
        [LoggerMessage(1, LogLevel.Error, "Fan-out {FanOutId} failed, and there is no report: {Why}")]
        public static partial void FanOutFailed(ILogger logger, string fanOutId, string why);

        [LoggerMessage(2, LogLevel.Warning, "Fan-out {Id} is over, but {Host} could not be told: {Why}")]
        public static partial void NotNotified(ILogger logger, string id, string host, string why);
    }
}
