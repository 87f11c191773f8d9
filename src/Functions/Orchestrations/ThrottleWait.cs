namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>For how long a batch leaves the upstream alone, and whether waiting still makes sense.</summary>
internal sealed class ThrottleWait
{
    /// <summary>The longest single wait, whatever the upstream asks for: 24 hours.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>How many waits in a row may bring no answer when the upstream throttles: 10.</summary>
    public const int MostFruitlessWaits = 10;

    /// <summary>How many waits in a row may bring no answer when the upstream is broken: 4.</summary>
    public const int MostFruitlessWaitsForBroken = 4;

    private static readonly TimeSpan LongestOwn = TimeSpan.FromMinutes(5);

    private bool begun;

    /// <summary>Whether the upstream is left alone.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Until when, UTC.</summary>
    public DateTime Until { get; private set; }

    /// <summary>How many waits in a row brought no answer, this one included.</summary>
    public int FruitlessWaits { get; private set; }

    /// <summary>The upstream wants to be left alone; true when this begins a wait, false when it prolongs one.</summary>
    /// <param name="now">The time, UTC.</param>
    /// <param name="retryAfter">For how long.</param>
    public bool Extend(DateTime now, TimeSpan retryAfter)
    {
        var begins = !IsOn;
        if (begins)
        {
            (IsOn, begun, Until) = (true, false, now);
            FruitlessWaits++;
        }

        // What the upstream asks for, but longer each time that it brought nothing: 1 s, 2 s, 4 s ... 5 minutes.
        var own = TimeSpan.FromSeconds(Math.Min(LongestOwn.TotalSeconds, Math.Pow(2, FruitlessWaits - 1)));
        var wait = retryAfter > Longest ? Longest : retryAfter > own ? retryAfter : own;
        Until = now + wait > Until ? now + wait : Until;
        return begins;
    }

    /// <summary>Whether so many waits brought no answer that another would not either.</summary>
    /// <param name="kind">What the upstream's silence counts as.</param>
    public bool IsHopeless(FailureKind kind) =>
        FruitlessWaits > (kind == FailureKind.Throttled ? MostFruitlessWaits : MostFruitlessWaitsForBroken);

    /// <summary>True the first time that it is asked in a wait: then the timer is to be started.</summary>
    public bool TryBegin() => !begun && (begun = true);

    /// <summary>The wait is over.</summary>
    public void End() => IsOn = false;

    /// <summary>The upstream answered: waiting was of use.</summary>
    public void Answered() => FruitlessWaits = IsOn ? 1 : 0;
}
