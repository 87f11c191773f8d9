using CharacterFanOut.Functions.Activities;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>One fan-out on its way: deterministic, so that it replays as it ran.</summary>
internal sealed partial class FanOutRun
{
    // Batches that are nearly done still hold a slot or two: this many more may be started beside them.
    private const int MostBesides = 4;

    private readonly TaskOrchestrationContext context;
    private readonly FanOutInput input;
    private readonly Mailbox<FanOutEvent> mailbox = new();
    private readonly BatchPlan plan;
    private readonly SlotLedger slots;
    private readonly DateTimeOffset startedAt;
    private readonly long end;
    private long next;
    private BatchReport merged;
    private TaskFailedException? lost;
    private bool stopped;
    private bool canceled;

    public FanOutRun(TaskOrchestrationContext context, FanOutInput input)
    {
        (this.context, this.input) = (context, input);
        plan = new(input.Request.Ids, input.Request.BatchSize, input.Request.MaxConcurrency);
        slots = new(plan.MaxConcurrency);
        var progress = input.Progress ?? new(0, BatchReport.Empty, context.CurrentUtcDateTime);
        (next, merged, startedAt) = (progress.NextBatch, progress.Merged, progress.StartedAt);
        end = Math.Min(plan.BatchCount, next + FanOutOrchestrator.BatchesInOneHistory(plan));
    }

    public async Task<FanOutSummary?> RunAsync()
    {
        ListenForSlots();
        ListenForCancel();
        StartBatches();
        ShowStatus();
        while (slots.Batches.Count > 0)
        {
            Handle(await mailbox.NextAsync());
            while (mailbox.TryNext(out var happened))
            {
                Handle(happened!);
            }

            StartBatches();
            ShowStatus();
        }

        if (lost is not null)
        {
            throw lost;
        }

        if (next < plan.BatchCount && !stopped)
        {
            context.ContinueAsNew(Carry());
            return null;
        }

        return await FinishAsync();
    }

    private void Handle(FanOutEvent happened)
    {
        switch (happened)
        {
            case FanOutEvent.BatchDone done:
                slots.End(done.Number);
                merged = BatchReport.Merge(merged, done.Report);
                StopWhenTooManyFailed();
                break;
            case FanOutEvent.BatchLost gone:
                slots.End(gone.Number);
                lost ??= gone.Why;
                Stop();
                break;
            case FanOutEvent.Canceled:
                canceled = true;
                Stop();
                break;
            case FanOutEvent.Returned returned:
                slots.Return(returned.Slots.Batch, returned.Slots.InAll);
                ListenForSlots();
                break;
        }
    }

    private void StopWhenTooManyFailed()
    {
        if (input.Request.OnFailure == OnFailure.Abort && merged.Failed > input.Request.MaxFailures)
        {
            Stop();
        }
    }

    // Nothing new is started, and what runs is told to start nothing new either: what is in flight is still reported.
    private void Stop()
    {
        if (!stopped)
        {
            stopped = true;
            foreach (var batch in slots.Batches)
            {
                Order(batch, stop: true);
            }
        }
    }

    private void StartBatches()
    {
        while (!stopped && next < end && slots.Free > 0
            && slots.Busy < plan.BatchesInFlight && slots.Batches.Count < plan.BatchesInFlight + MostBesides)
        {
            StartBatch(next++);
        }

        if (!stopped && slots.GrantFree() is { } batch)
        {
            Order(batch, stop: false);
        }
    }

    private void StartBatch(long number)
    {
        var ids = plan.Batch(number);
        var count = Math.Min(plan.Window, slots.Free);
        slots.Start(number, count);
        var batch = new BatchInput
        {
            FanOutId = context.InstanceId,
            Number = number,
            Ids = ids,
            Slots = count,
            ReturnsSlots = next < end && ids.Count >= 2L * plan.Window,
            SaveCharacters = input.Request.SaveCharacters,
            FailuresAllowed = input.Request.OnFailure == OnFailure.Abort ? input.Request.MaxFailures - merged.Failed : null,
        };
        mailbox.PostWhenDone(RunBatchAsync(batch), happened => happened);
    }

    private async Task<FanOutEvent> RunBatchAsync(BatchInput batch)
    {
        try
        {
            var options = new SubOrchestrationOptions(instanceId: BatchOrchestrator.InstanceId(batch.FanOutId, batch.Number));
            var report = await context.CallSubOrchestratorAsync<BatchReport>(nameof(BatchOrchestrator), batch, options);
            return new FanOutEvent.BatchDone(batch.Number, report);
        }
        catch (TaskFailedException e)
        {
            return new FanOutEvent.BatchLost(batch.Number, e);
        }
    }

    private void Order(long batch, bool stop) => context.SendEvent(
        BatchOrchestrator.InstanceId(context.InstanceId, batch), BatchOrder.Event, new BatchOrder(slots.GrantedInAll(batch), stop));

    private void ListenForSlots() => mailbox.PostWhenDone(
        context.WaitForExternalEvent<SlotsReturned>(SlotsReturned.Event), returned => new FanOutEvent.Returned(returned));

    private void ListenForCancel() => mailbox.PostWhenDone(
        context.WaitForExternalEvent<object?>(FanOutOrchestrator.CancelEvent), _ => new FanOutEvent.Canceled());

    private FanOutInput Carry() => input with { Progress = new(next, merged, startedAt) };

    private void ShowStatus() => context.SetCustomStatus(new FanOutStatus
    {
        Requested = plan.Ids.Count,
        Fetched = merged.Fetched,
        Failed = merged.Failed,
        Batches = plan.BatchCount,
        BatchesDone = next - slots.Batches.Count,
        Running = [.. slots.Batches],
        StartedAt = startedAt,
        Aborting = stopped && !canceled,
        Canceling = canceled,
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
            var notice = new Notice(context.InstanceId, uri);
            await context.CallActivityAsync(nameof(NotifyCompletion), notice, RetryPolicies.Notify);
            return true;
        }
        catch (TaskFailedException e)
        {
            Log.NotNotified(context.CreateReplaySafeLogger<FanOutRun>(), context.InstanceId, uri.Host, e.FailureDetails.ErrorMessage);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Fan-out {Id} is over, but {Host} could not be told: {Why}")]
        public static partial void NotNotified(ILogger logger, string id, string host, string why);
    }
}
