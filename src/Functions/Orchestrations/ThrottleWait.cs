using Microsoft.DurableTask;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>
/// How long a batch leaves the upstream alone, and whether waiting still makes sense. All lanes sleep on one durable timer.
/// Waits are counted: a lane that is throttled begins a new wait only if it asked after the last one began.
/// </summary>
internal sealed class ThrottleWait(TaskOrchestrationContext context)
{
    /// <summary>The longest single wait, whatever the upstream asks for: 24 hours.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromHours(24);

    /// <summary>How many waits in a row may bring no answer when the upstream throttles: 10.</summary>
    public const int MaxFruitlessWaits = 10;

    /// <summary>How many waits in a row may bring no answer when the upstream is broken: 4.</summary>
    public const int MaxFruitlessWaitsWhenBroken = 4;

    private static readonly TimeSpan MaxBackoff = TimeSpan.FromMinutes(5);

    private DateTime until;
    private Task? timer;
    private Action? cancelTimer;
    private int answeredAfter;

    /// <summary>How many waits there were, the present one included.</summary>
    public int Waits { get; private set; }

    /// <summary>How many waits in a row brought no answer, the present one included.</summary>
    public int FruitlessWaits => Waits - answeredAfter;

    /// <summary>Until when the upstream is left alone, UTC; null when it is not.</summary>
    public DateTime? Until => until > context.CurrentUtcDateTime ? until : null;

    /// <summary>The upstream throttles: a wait begins, or the present one gets longer.</summary>
    /// <param name="askedAfter">How many waits there were when the upstream was asked.</param>
    /// <param name="retryAfter">How long the upstream wants to be left alone.</param>
    public void Extend(int askedAfter, TimeSpan retryAfter)
    {
        if (askedAfter == Waits)
        {
            Waits++;
        }

        // What the upstream asks for, but longer after each wait that brought nothing: 1 s, 2 s, 4 s ... 5 minutes.
        var backoff = TimeSpan.FromSeconds(Math.Min(MaxBackoff.TotalSeconds, Math.Pow(2, FruitlessWaits - 1)));
        var wait = retryAfter > MaxWait ? MaxWait : retryAfter > backoff ? retryAfter : backoff;
        var end = context.CurrentUtcDateTime + wait;
        until = end > until ? end : until;
    }

    /// <summary>The upstream answered: the waits before it was asked were of use.</summary>
    /// <param name="askedAfter">How many waits there were when it was asked.</param>
    public void Answered(int askedAfter) => answeredAfter = Math.Max(answeredAfter, askedAfter);

    /// <summary>Whether so many waits brought no answer that another would not either.</summary>
    /// <param name="kind">What the upstream's silence counts as.</param>
    public bool IsHopeless(FailureKind kind) =>
        FruitlessWaits > (kind == FailureKind.Throttled ? MaxFruitlessWaits : MaxFruitlessWaitsWhenBroken);

    /// <summary>Sleeps until the time is up, or until <see cref="Cancel"/>.</summary>
    public async Task WaitAsync()
    {
        while (Until is not null)
        {
            await (timer ??= SleepAsync());
        }
    }

    /// <summary>Ends the wait at once. A timer that stays open would keep the orchestration running until it fires.</summary>
    public void Cancel()
    {
        until = default;
        cancelTimer?.Invoke();
    }

    private async Task SleepAsync()
    {
        using var cancellation = new CancellationTokenSource();
        cancelTimer = cancellation.Cancel;
        try
        {
            await context.CreateTimer(until, cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopped, or given up: the lanes find no more ids.
        }
        finally
        {
            (timer, cancelTimer) = (null, null);
        }
    }
}
