using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Activities;
using Microsoft.DurableTask;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>One batch on its way: deterministic, so that it replays as it ran.</summary>
internal sealed class BatchRun
{
    private readonly TaskOrchestrationContext context;
    private readonly BatchInput input;
    private readonly Mailbox<BatchEvent> mailbox = new();
    private readonly Backlog backlog;
    private readonly ThrottleWindow window;
    private readonly ThrottleWait throttle = new();
    private readonly List<FetchOutcome<Character>> outcomes = [];
    private readonly int statusStep;
    private readonly RunningTotal granted = new();
    private int mostSlots;
    private int returned;
    private int inFlight;
    private int failed;
    private int waits;
    private int shownAt;

    public BatchRun(TaskOrchestrationContext context, BatchInput input)
    {
        (this.context, this.input) = (context, input);
        backlog = new(input.Ids);
        window = new(input.Slots);
        mostSlots = input.Slots;
        statusStep = (int)Math.Max(1, input.Ids.Count / 20);
    }

    public async Task<BatchReport> RunAsync()
    {
        ListenForOrders();
        StartFetches();
        ShowStatus();
        while (inFlight > 0 || !backlog.IsEmpty)
        {
            Handle(await mailbox.NextAsync());
            while (mailbox.TryNext(out var next))
            {
                Handle(next!);
            }

            StartFetches();
            ReturnSlots();
            StartWait();
            if (outcomes.Count - shownAt >= statusStep)
            {
                ShowStatus();
            }
        }

        ShowStatus();
        await SaveAsync();
        return BatchReport.Of(outcomes, CharacterFactsReader.Read) with { ThrottledWaits = waits };
    }

    private void Handle(BatchEvent happened)
    {
        switch (happened)
        {
            case BatchEvent.FetchDone done:
                inFlight--;
                Accept(done.Outcome);
                break;
            case BatchEvent.Ordered ordered:
                window.ChangeLimit(window.Limit + granted.Advance(ordered.Order.GrantedInAll));
                mostSlots = Math.Max(mostSlots, window.Limit);
                if (ordered.Order.Stop)
                {
                    backlog.Close();
                }

                ListenForOrders();
                break;
            case BatchEvent.WaitOver:
                throttle.End();
                ShowStatus();
                break;
        }
    }

    private void Accept(FetchOutcome<Character> outcome)
    {
        switch (outcome)
        {
            case FetchOutcome<Character>.Throttling throttling:
                PutOff(throttling);
                return;
            case FetchOutcome<Character>.Fetched:
                window.Succeeded();
                throttle.Answered();
                break;
            case FetchOutcome<Character>.Failed { Failure.Kind: FailureKind.NotFound }:
                window.Succeeded();
                throttle.Answered();
                failed++;
                break;
            default:
                failed++;
                break;
        }

        outcomes.Add(outcome);
        if (failed > input.FailuresAllowed)
        {
            backlog.Close();
        }
    }

    private void PutOff(FetchOutcome<Character>.Throttling throttling)
    {
        backlog.PutBack(throttling.Id);
        if (throttle.Extend(context.CurrentUtcDateTime, throttling.RetryAfter))
        {
            waits++;
            window.Throttled();
        }

        if (throttle.IsHopeless(throttling.Kind))
        {
            GiveUp(throttling);
        }
    }

    private void GiveUp(FetchOutcome<Character>.Throttling throttling)
    {
        foreach (var id in backlog.TakeAll())
        {
            failed++;
            outcomes.Add(new FetchOutcome<Character>.Failed(new(
                id, throttling.Kind, $"Not fetched: after {throttle.FruitlessWaits} waits in a row, still no answer. {throttling.Message}", 0)));
        }
    }

    private void StartFetches()
    {
        while (!throttle.IsOn && inFlight < window.Size && backlog.TryTake(out var id))
        {
            inFlight++;
            mailbox.PostWhenDone(FetchAsync(id), outcome => new BatchEvent.FetchDone(outcome));
        }
    }

    private async Task<FetchOutcome<Character>> FetchAsync(int id)
    {
        try
        {
            return await context.CallActivityAsync<FetchOutcome<Character>>(nameof(FetchCharacter), id, RetryPolicies.Fetch);
        }
        catch (TaskFailedException e)
        {
            return new FetchOutcome<Character>.Failed(new(id, FailureKind.Activity, e.FailureDetails.ErrorMessage, 0));
        }
    }

    // With nothing left to start, slots only idle here. A fifth at a time is enough, and costs few events; at the end all
    // of them, so that the next batch works while this one is saved. One stays for each fetch in flight: it may come back.
    // A batch that was stopped keeps them: they must not start more of what is to end.
    private void ReturnSlots()
    {
        var idle = window.Limit - inFlight;
        if (input.ReturnsSlots && backlog.IsEmpty && !backlog.IsClosed && idle > 0 && (inFlight == 0 || idle >= (mostSlots + 4) / 5))
        {
            window.ChangeLimit(inFlight);
            returned += idle;
            context.SendEvent(input.FanOutId, SlotsReturned.Event, new SlotsReturned(input.Number, returned));
        }
    }

    private void StartWait()
    {
        if (throttle.IsOn && inFlight == 0 && !backlog.IsEmpty && throttle.TryBegin())
        {
            mailbox.PostWhenDone(WaitAsync(throttle.Until), _ => new BatchEvent.WaitOver());
            ShowStatus();
        }
    }

    private async Task<bool> WaitAsync(DateTime until)
    {
        await context.CreateTimer(until, CancellationToken.None);
        return true;
    }

    private void ListenForOrders() =>
        mailbox.PostWhenDone(context.WaitForExternalEvent<BatchOrder>(BatchOrder.Event), order => new BatchEvent.Ordered(order));

    private void ShowStatus()
    {
        shownAt = outcomes.Count;
        context.SetCustomStatus(new BatchStatus(
            outcomes.Count - failed, failed, inFlight, window.Size, throttle.IsOn ? throttle.Until : null));
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
