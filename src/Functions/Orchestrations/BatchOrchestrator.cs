using CharacterFanOut.Characters;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>
/// Fetches one batch, one activity per id. As many lanes as the window allows take ids from one queue until it is empty.
/// Deterministic: only tasks of the context are awaited.
/// </summary>
public sealed class BatchOrchestrator
{
    /// <summary>
    /// The external event that gives a batch more fetches in flight than it was started with: those of a batch that is over. It carries how many
    /// there are now in all, so that one that is delivered twice gives nothing twice.
    /// </summary>
    public const string WidenEvent = "widen";

    /// <summary>The external event by which a batch that waits for its upstream asks once now, and goes on when that is answered. It carries nothing.</summary>
    public const string WakeEvent = "wake";

    private readonly TaskOrchestrationContext context;
    private readonly BatchInput input;
    private readonly Queue<int> queue;
    private readonly ThrottleWait throttle;
    private readonly RateWait rate;
    private readonly OtherUpstreamWait upstream;
    private readonly OutageWait? outage;
    private readonly HashSet<int> unanswered = [];
    private readonly List<FetchOutcome<Item>> outcomes = [];
    private readonly List<Task> lanes = [];
    private readonly int statusStep;
    private int window;
    private IReadOnlyList<LogEntry> log = [];
    private UpstreamWait? shownWait;
    private int inFlight;
    private int failed;
    private int retried;
    private int shownAt;
    private bool stopped;

    private BatchOrchestrator(TaskOrchestrationContext context, BatchInput input)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(input.Ids.Count, FanOutRequest.MaxBatchSize);
        (this.context, this.input) = (context, input);
        queue = new(input.Ids);
        throttle = new(context, AskForAllAsync);
        rate = new(context);
        upstream = new(context, input, ShowStatus);
        outage = input.OutageTimeout is { } timeout ? new(context, timeout, input.AnsweredId, id => FetchAsync(id, isProbe: true), ShowStatus) : null;
        statusStep = Math.Max(1, queue.Count / 20);
    }

    /// <summary>The instance id of a batch: the fan-out's, a colon, and the batch's number.</summary>
    public static string InstanceId(string fanOutId, long number) => $"{fanOutId}:{number:D6}";

    public static string InstanceIdPrefix(string fanOutId) => $"{fanOutId}:";

    /// <summary>Fetches the batch, saves what came of it, and returns its report.</summary>
    [Function(nameof(BatchOrchestrator))]
    public static Task<BatchReport> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, BatchInput input) =>
        new BatchOrchestrator(context, input).RunAsync();

    private async Task<BatchReport> RunAsync()
    {
        _ = StopWhenToldAsync();
        _ = WidenWhenToldAsync();
        _ = WakeWhenToldAsync();
        if (input.Outage is { } before)
        {
            GiveUp(id => GivenUp(id, before));
        }

        Widen(input.Window);
        ShowStatus();
        while (lanes.Count > 0)
        {
            var present = lanes.ToList();
            await Task.WhenAll(present);
            lanes.RemoveRange(0, present.Count);
        }

        ShowStatus();
        await SaveAsync();
        return BatchReport.Of(outcomes, item => CharacterFactsReader.Read(item, input.Breakdowns)) with
        {
            NotAttempted = outcomes.Count == input.Ids.Count ? null : input.Ids.Except(IdSet.Of(outcomes.Select(outcome => outcome.Id))),
            ThrottledWaits = throttle.Waits,
            Outage = input.Outage ?? outage?.End,
            Log = log,
        };
    }

    private void Widen(int to)
    {
        var more = Math.Min(to - window, queue.Count);
        window = Math.Max(window, to);
        for (; more > 0; more--)
        {
            lanes.Add(LaneAsync());
        }
    }

    private async Task LaneAsync()
    {
        await WaitAsync();
        while (queue.Count > 0)
        {
            await AskNextAsync(throttle.Waits, isProbe: false);
            await WaitAsync();
            if (outcomes.Count - shownAt >= statusStep)
            {
                ShowStatus();
            }
        }
    }

    // While the upstream must not be asked, or does not answer.
    private async Task WaitAsync()
    {
        await upstream.WaitAsync();
        if (outage is not null)
        {
            await outage.WaitAsync();
        }

        if (throttle.IsWaiting)
        {
            ShowStatus();
            await throttle.WaitAsync();
            ShowStatus();
        }
    }

    private async Task AskNextAsync(int waits, bool isProbe)
    {
        if (queue.TryDequeue(out var id) && await SettleAsync(await FetchAsync(id, isProbe)) is { } settled)
        {
            Accept(settled, waits);
        }
    }

    // Somebody wants to know: it is no wait of the upstream's, and does not count as one.
    private async Task AskForAllAsync()
    {
        await AskNextAsync(throttle.Waits - 1, isProbe: true);
        ShowStatus();
    }

    // A probe is what a wait for the upstream ends by: it waits for its turn, but not for that wait.
    private async Task<FetchOutcome<Item>> FetchAsync(int id, bool isProbe)
    {
        var outcome = await FetchOnceAsync(id, 0);
        while (!stopped && outcome.Unavailable is { Reason: WaitReason.RateLimited } limited)
        {
            await rate.WaitAsync(limited, ShowStatus);
            await (isProbe ? Task.CompletedTask : throttle.WaitAsync());
            outcome = stopped ? outcome : await FetchOnceAsync(id, outcome.Attempts);
        }

        return outcome;
    }

    private async Task<FetchOutcome<Item>> FetchOnceAsync(int id, int attempts)
    {
        inFlight++;
        try
        {
            return await context.CallActivityAsync<FetchOutcome<Item>>(
                nameof(FetchCharacter), new FetchInput(id, input.Upstream, attempts), RetryPolicies.Fetch);
        }
        catch (TaskFailedException e)
        {
            return new FetchFailure(id, FailureKind.Activity, e.FailureDetails.ErrorMessage, 0).ToOutcome<Item>();
        }
        finally
        {
            inFlight--;
        }
    }

    // What came of an id; null when it is to be asked for again, or not any more.
    private async Task<FetchOutcome<Item>?> SettleAsync(FetchOutcome<Item> outcome)
    {
        if (outage is null || stopped || !OutageWait.IsSilence(outcome))
        {
            return outcome;
        }

        var wasAway = outage.End is not null || await outage.WaitAsync(outcome);
        if (outage.TakeAnswer(outcome.Id) is { } answer)
        {
            return answer;
        }

        if (stopped)
        {
            return null;
        }

        if (outage.End is { } end)
        {
            if (input.FailuresAllowed is not null)
            {
                Stop();
                return null;
            }

            GiveUp(id => GivenUp(id, end));
            return GivenUp(outcome.Id, end).ToOutcome<Item>();
        }

        // The upstream answers to others. It may have come back just now, so the id fails only when that happens to it again.
        if (!wasAway && !unanswered.Add(outcome.Id))
        {
            return outcome.Unavailable is { } away
                ? new FetchFailure(outcome.Id, away.Kind, $"Character {outcome.Id}: {away.Message}", outcome.Attempts).ToOutcome<Item>()
                : outcome;
        }

        queue.Enqueue(outcome.Id);
        return null;
    }

    private void Accept(FetchOutcome<Item> outcome, int waits)
    {
        if (outcome.Unavailable is { } away)
        {
            PutBack(outcome.Id, away, waits);
            return;
        }

        if (outcome is { Character: not null } or { Failure.Kind: FailureKind.NotFound })
        {
            throttle.Answered(waits);
            outage?.Answered(outcome.Id);
        }

        outcomes.Add(outcome);
        failed += outcome.Failure is null ? 0 : 1;
        retried += outcome.Attempts > 1 ? 1 : 0;
        if (failed > input.FailuresAllowed)
        {
            Stop();
        }
    }

    private void PutBack(int id, Unavailability away, int waits)
    {
        var isOther = away.Reason == WaitReason.OtherUpstream;
        if (!isOther)
        {
            outage?.Answered(null);
        }

        if (stopped)
        {
            return;
        }

        queue.Enqueue(id);
        if (isOther)
        {
            upstream.Begin(away.Message);
            return;
        }

        throttle.Extend(waits, away.RetryAfter, away.Message);
        if (throttle.IsHopeless)
        {
            GiveUp(given => new FetchFailure(
                given, away.Kind, $"Not fetched: after {throttle.FruitlessWaits} waits in a row, still no answer. {away.Message}", 0));
            throttle.Cancel();
        }
    }

    private static FetchFailure GivenUp(int id, OutageEnd end) => new(id, end.Kind, $"Not fetched. {end.Message}", 0);

    private void GiveUp(Func<int, FetchFailure> failure)
    {
        while (queue.TryDequeue(out var id))
        {
            failed++;
            outcomes.Add(failure(id).ToOutcome<Item>());
        }
    }

    private async Task StopWhenToldAsync()
    {
        await context.WaitForExternalEvent<object?>(FanOutOrchestrator.StopEvent);
        Stop();
    }

    private async Task WidenWhenToldAsync()
    {
        while (!stopped)
        {
            Widen(await context.WaitForExternalEvent<int>(WidenEvent));
        }
    }

    private async Task WakeWhenToldAsync()
    {
        while (!stopped)
        {
            await context.WaitForExternalEvent<object?>(WakeEvent);
            throttle.Wake();
            outage?.Wake();
            upstream.Wake();
        }
    }

    // Nothing new is started. What is in flight comes to its end, and is saved and reported.
    private void Stop()
    {
        stopped = true;
        queue.Clear();
        throttle.Cancel();
        rate.Cancel();
        upstream.Stop();
        outage?.Cancel();
    }

    private void ShowStatus()
    {
        shownAt = outcomes.Count;
        var wait = upstream.Shown ?? outage?.Shown ?? throttle.Shown ?? rate.Shown;
        if (shownWait is { } before && (before.Reason, before.Since) != (wait?.Reason, wait?.Since))
        {
            log = FanOutLog.Merge(log, [before.ToEntry(context.CurrentUtcDateTime)]);
        }

        shownWait = wait;
        context.SetCustomStatus(new BatchStatus(outcomes.Count - failed, failed, inFlight, throttle.Until, wait, log, retried, throttle.Waits));
    }

    private async Task SaveAsync()
    {
        var saved = SavedBatch.Of(input, outcomes);
        if (saved.Characters.Count > 0 || saved.Failures.Count > 0)
        {
            await context.CallActivityAsync(nameof(SaveBatch), saved, RetryPolicies.Store);
        }
    }
}
