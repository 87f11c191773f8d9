namespace CharacterFanOut.SampleApi.Faults;

/// <summary>
/// Decides what goes wrong with a request. Chance is a hash of the seed, the id and how often that id was asked for, so that a run
/// repeats whatever order its requests arrive in.
/// </summary>
internal sealed class FaultInjector(SampleApiOptions options)
{
    private static readonly Fault None = new();
    private static readonly MalformedKind[] Kinds = [MalformedKind.NotJson, MalformedKind.Truncated, MalformedKind.MissingField, MalformedKind.WrongId];

    private readonly FaultSettings initial = FaultSettings.From(options);
    private volatile Entry current = new(FaultSettings.From(options), CreateBucket(options.Throttle, options.TimeProvider));

    private enum Draw { Latency = 100, Hang, Fail, Malformed, MalformedKind }

    public FaultSettings Settings => current.Settings;

    /// <exception cref="JsonException">A name is unknown, or a value wrong.</exception>
    public void Change(JsonObject change) => Set(Settings.With(change, options.TimeProvider));

    /// <summary>Goes back to the faults that the server started with.</summary>
    public void Restore() => Set(initial);

    /// <summary>Fills the bucket of the throttle.</summary>
    public void Refill() => current = new Entry(Settings, CreateBucket(Settings.Throttle, options.TimeProvider));

    /// <summary>Decides about the nth request for a character or, with id 0, for something else.</summary>
    public (Fault Fault, TimeSpan Latency) Decide(long id, long nth)
    {
        (FaultSettings settings, TokenBucket? bucket) = current;
        Fault fault;
        if (settings.All is { } all && all.TryUse(options.TimeProvider))
        {
            fault = all;
        }
        else if (bucket is not null && !bucket.TryTake(out TimeSpan wait))
        {
            string retryAfter = settings.RetryAfter ?? Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return (new Fault(429, retryAfter), TimeSpan.Zero);
        }
        else
        {
            fault = settings.Ids.TryGetValue(id, out Fault? ofId) && ofId!.TryUse(options.TimeProvider) ? ofId : DrawFault(settings, id, nth);
        }

        Latency latency = fault.Latency ?? settings.Latency;
        return (fault, latency.IsNone ? TimeSpan.Zero : latency.At(Chance(Draw.Latency, id, nth)));
    }

    private Fault DrawFault(FaultSettings settings, long id, long nth)
    {
        bool Happens(Draw draw, double share) => share > 0 && Chance(draw, id, nth) < share;

        // A page has no single id or field to get wrong.
        return Happens(Draw.Hang, settings.Hang) ? new Fault(Hang: true)
            : Happens(Draw.Fail, settings.Fail) ? new Fault(500)
            : Happens(Draw.Malformed, settings.Malformed) ? new Fault(Malformed: Kinds[(int)(Chance(Draw.MalformedKind, id, nth) * (id == 0 ? 2 : Kinds.Length))])
            : None;
    }

    private double Chance(Draw draw, long id, long nth) => SeededHash.ToFraction(SeededHash.Create(options.Seed, (int)draw, id, nth));

    // A change of other faults must not fill the bucket again.
    private void Set(FaultSettings next) => current = new Entry(
        next, next.Throttle == Settings.Throttle ? current.Bucket : CreateBucket(next.Throttle, options.TimeProvider));

    private static TokenBucket? CreateBucket(ThrottleRate? rate, TimeProvider time) => rate is { } limit ? new TokenBucket(limit, time) : null;

    private sealed record Entry(FaultSettings Settings, TokenBucket? Bucket);
}
