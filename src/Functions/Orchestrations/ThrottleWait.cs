using Microsoft.DurableTask;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>
/// How long a batch leaves an upstream alone that throttles, and whether waiting still makes sense. All lanes sleep on one durable timer.
/// Waits are counted: a lane that is throttled begins a new wait only if it asked after the last one began.
/// </summary>
/// <param name="ask">Asks the upstream for one id, to see whether it still throttles.</param>
internal sealed class ThrottleWait(TaskOrchestrationContext context, Func<Task> ask)
{
    /// <summary>The longest single wait, whatever the upstream asks for: 24 hours.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromHours(24);

    /// <summary>How many waits in a row may bring no answer: 10.</summary>
    public const int MaxFruitlessWaits = 10;

    private readonly DurableSleep sleep = new(context);
    private DateTime until;
    private DateTime since;
    private string error = "";
    private Task? timer;
    private int answeredAfter;
    private bool woken;

    /// <summary>How many waits there were, the present one included.</summary>
    public int Waits { get; private set; }

    /// <summary>How many waits in a row brought no answer, the present one included.</summary>
    public int FruitlessWaits => Waits - answeredAfter;

    /// <summary>Until when the upstream is left alone, UTC; null when it is not.</summary>
    public DateTime? Until => until > context.CurrentUtcDateTime ? until : null;

    /// <summary>Whether nothing is asked, or one id only by <see cref="Wake"/>.</summary>
    public bool IsWaiting => woken || Until is not null;

    /// <summary>What a batch shows of the wait; null when there is none.</summary>
    public UpstreamWait? Shown => Until is { } end ? new(WaitReason.Throttled, since, end, null, error) : null;

    /// <summary>Whether so many waits brought no answer that another would not either.</summary>
    public bool IsHopeless => FruitlessWaits > MaxFruitlessWaits;

    /// <summary>The upstream throttles: a wait begins, or the present one gets longer.</summary>
    /// <param name="askedAfter">How many waits there were when the upstream was asked.</param>
    public void Extend(int askedAfter, TimeSpan retryAfter, string message)
    {
        if (askedAfter == Waits)
        {
            Waits++;
        }

        since = Until is null && FruitlessWaits <= 1 && !woken ? context.CurrentUtcDateTime : since;
        error = message;

        // What the upstream asks for, but longer after each wait that brought nothing.
        var backoff = DurableSleep.Backoff(FruitlessWaits - 1);
        var wait = retryAfter > MaxWait ? MaxWait : retryAfter > backoff ? retryAfter : backoff;
        var end = context.CurrentUtcDateTime + wait;
        until = end > until ? end : until;
    }

    /// <summary>The upstream answered: the waits before it was asked were of use.</summary>
    /// <param name="askedAfter">How many waits there were when it was asked.</param>
    public void Answered(int askedAfter) => answeredAfter = Math.Max(answeredAfter, askedAfter);

    /// <summary>Sleeps until the time is up, or until <see cref="Cancel"/>.</summary>
    public async Task WaitAsync()
    {
        while (IsWaiting)
        {
            await (timer ??= SleepAsync());
        }
    }

    /// <summary>Ends the wait if the upstream answers: it is asked once now, and the lanes sleep until then.</summary>
    public void Wake()
    {
        woken = timer is not null;
        sleep.Cancel();
    }

    public void Cancel()
    {
        until = default;
        sleep.Cancel();
    }

    private async Task SleepAsync()
    {
        await sleep.UntilAsync(until);
        if (woken)
        {
            until = default;
            await ask();
        }

        (timer, woken) = (null, false);
    }
}
