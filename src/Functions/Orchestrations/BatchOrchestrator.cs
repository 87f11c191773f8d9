using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Activities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>
/// Fetches one batch, one activity per id. As many lanes as the window allows take ids from one queue until it is empty.
/// Deterministic: only tasks of the context are awaited.
/// </summary>
public sealed class BatchOrchestrator
{
    private readonly TaskOrchestrationContext context;
    private readonly BatchInput input;
    private readonly Queue<int> queue;
    private readonly ThrottleWait throttle;
    private readonly UpstreamWait upstream;
    private readonly List<FetchOutcome<Character>> outcomes = [];
    private readonly int statusStep;
    private int inFlight;
    private int failed;
    private int shownAt;
    private bool stopped;

    private BatchOrchestrator(TaskOrchestrationContext context, BatchInput input)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(input.Ids.Count, FanOutRequest.MaxBatchSize);
        (this.context, this.input) = (context, input);
        queue = new(input.Ids);
        throttle = new(context);
        upstream = new(context, input);
        statusStep = Math.Max(1, queue.Count / 20);
    }

    /// <summary>The instance id of a batch: the fan-out's, a colon, and the batch's number.</summary>
    public static string InstanceId(string fanOutId, long number) => $"{fanOutId}:{number:D6}";

    /// <summary>What the instance ids of a fan-out's batches begin with.</summary>
    public static string InstanceIdPrefix(string fanOutId) => $"{fanOutId}:";

    /// <summary>Fetches the batch, saves what came of it, and returns its report.</summary>
    [Function(nameof(BatchOrchestrator))]
    public static Task<BatchReport> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, BatchInput input) =>
        new BatchOrchestrator(context, input).RunAsync();

    private async Task<BatchReport> RunAsync()
    {
        _ = StopWhenToldAsync();
        var lanes = Enumerable.Range(0, Math.Min(input.Window, queue.Count)).Select(_ => LaneAsync()).ToList();
        ShowStatus();
        await Task.WhenAll(lanes);
        ShowStatus();
        await SaveAsync();
        return BatchReport.Of(outcomes, CharacterFactsReader.Read) with { ThrottledWaits = throttle.Waits };
    }

    private async Task LaneAsync()
    {
        while (queue.TryDequeue(out var id))
        {
            var waits = throttle.Waits;
            inFlight++;
            var outcome = await FetchAsync(id);
            inFlight--;
            Accept(outcome, waits);
            if (upstream.Other is not null)
            {
                ShowStatus();
                await upstream.WaitAsync();
                ShowStatus();
            }
            else if (throttle.Until is not null)
            {
                ShowStatus();
                await throttle.WaitAsync();
                ShowStatus();
            }
            else if (outcomes.Count - shownAt >= statusStep)
            {
                ShowStatus();
            }
        }
    }

    private async Task<FetchOutcome<Character>> FetchAsync(int id)
    {
        try
        {
            return await context.CallActivityAsync<FetchOutcome<Character>>(nameof(FetchCharacter), new FetchInput(id, input.Upstream), RetryPolicies.Fetch);
        }
        catch (TaskFailedException e)
        {
            return new FetchOutcome<Character>.Failed(new(id, FailureKind.Activity, e.FailureDetails.ErrorMessage, 0));
        }
    }

    private void Accept(FetchOutcome<Character> outcome, int waits)
    {
        switch (outcome)
        {
            case FetchOutcome<Character>.Throttling throttling:
                PutBack(throttling, waits);
                return;
            case FetchOutcome<Character>.OtherUpstream other:
                PutBack(other);
                return;
            case FetchOutcome<Character>.Fetched:
                throttle.Answered(waits);
                break;
            case FetchOutcome<Character>.Failed { Failure.Kind: FailureKind.NotFound }:
                throttle.Answered(waits);
                failed++;
                break;
            default:
                failed++;
                break;
        }

        outcomes.Add(outcome);
        if (failed > input.FailuresAllowed)
        {
            Stop();
        }
    }

    private void PutBack(FetchOutcome<Character>.Throttling throttling, int waits)
    {
        if (stopped)
        {
            return;
        }

        queue.Enqueue(throttling.Id);
        throttle.Extend(waits, throttling.RetryAfter);
        if (throttle.IsHopeless(throttling.Kind))
        {
            GiveUp(throttling);
        }
    }

    private void PutBack(FetchOutcome<Character>.OtherUpstream other)
    {
        if (!stopped)
        {
            queue.Enqueue(other.Id);
            upstream.Begin(other.Upstream);
        }
    }

    private void GiveUp(FetchOutcome<Character>.Throttling throttling)
    {
        while (queue.TryDequeue(out var id))
        {
            failed++;
            outcomes.Add(new FetchOutcome<Character>.Failed(new(
                id, throttling.Kind, $"Not fetched: after {throttle.FruitlessWaits} waits in a row, still no answer. {throttling.Message}", 0)));
        }

        throttle.Cancel();
    }

    private async Task StopWhenToldAsync()
    {
        await context.WaitForExternalEvent<object?>(FanOutOrchestrator.StopEvent);
        Stop();
    }

    // Nothing new is started. What is in flight comes to its end, and is saved and reported.
    private void Stop()
    {
        stopped = true;
        queue.Clear();
        throttle.Cancel();
        upstream.Stop();
    }

    private void ShowStatus()
    {
        shownAt = outcomes.Count;
        context.SetCustomStatus(new BatchStatus(outcomes.Count - failed, failed, inFlight, throttle.Until, upstream.Other));
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
