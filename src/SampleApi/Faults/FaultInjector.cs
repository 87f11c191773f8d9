using System.Globalization;
using System.Text.Json.Nodes;
using CharacterFanOut.SampleApi.Data;

namespace CharacterFanOut.SampleApi.Faults;

/// <summary>
/// Decides what goes wrong with a request. Chance is a hash of the seed, the id and how often that id was asked for, so that a run
/// repeats whatever order its requests arrive in.
/// </summary>
internal sealed class FaultInjector(SampleApiOptions options)
{
    private static readonly Fault None = new();
    private static readonly MalformedKind[] Kinds = [MalformedKind.NotJson, MalformedKind.Truncated, MalformedKind.MissingField, MalformedKind.WrongId];

    private readonly FaultSettings initial = Create(options);
    private volatile Entry current = new(Create(options), CreateBucket(options.Throttle, options.TimeProvider));

    private enum Draw
    {
        Latency = 100,
        Hang,
        Fail,
        Malformed,
        MalformedKind,
    }

    /// <summary>The faults of now.</summary>
    public FaultSettings Settings => current.Settings;

    /// <summary>Changes the faults.</summary>
    /// <exception cref="System.Text.Json.JsonException">A name is unknown, or a value wrong.</exception>
    public void Change(JsonObject change) => Set(Settings.With(change, options.TimeProvider));

    /// <summary>Goes back to the faults that the server started with.</summary>
    public void Restore() => Set(initial);

    /// <summary>Fills the bucket of the throttle.</summary>
    public void Refill() => current = new Entry(Settings, CreateBucket(Settings.Throttle, options.TimeProvider));

    /// <summary>Decides about a request.</summary>
    /// <param name="id">The character's id; 0 for any other request.</param>
    /// <param name="nth">Which request it is of that id, or of all.</param>
    public (Fault Fault, TimeSpan Latency) Decide(long id, long nth)
    {
        (FaultSettings settings, TokenBucket? bucket) = current;

        if (settings.All is { } all && all.TryUse(options.TimeProvider))
        {
            return WithLatency(all);
        }

        if (bucket is not null && !bucket.TryTake(out TimeSpan wait))
        {
            string retryAfter = settings.RetryAfter ?? Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return (new Fault { Status = 429, RetryAfter = retryAfter }, TimeSpan.Zero);
        }

        return WithLatency(settings.Ids.TryGetValue(id, out Fault? ofId) && ofId!.TryUse(options.TimeProvider) ? ofId : DrawFault(settings, id, nth));

        (Fault Fault, TimeSpan Latency) WithLatency(Fault fault)
        {
            Latency latency = fault.Latency ?? settings.Latency;
            return (fault, latency.IsNone ? TimeSpan.Zero : latency.At(Chance(Draw.Latency, id, nth)));
        }
    }

    private Fault DrawFault(FaultSettings settings, long id, long nth)
    {
        bool Happens(Draw draw, double share) => share > 0 && Chance(draw, id, nth) < share;

        return Happens(Draw.Hang, settings.Hang) ? new Fault { Hang = true }
            : Happens(Draw.Fail, settings.Fail) ? new Fault { Status = 500 }
            : Happens(Draw.Malformed, settings.Malformed) ? new Fault { Malformed = DrawKind(id, nth) }
            : None;
    }

    // A page has no single id or field to get wrong.
    private MalformedKind DrawKind(long id, long nth) => Kinds[(int)(Chance(Draw.MalformedKind, id, nth) * (id == 0 ? 2 : Kinds.Length))];

    private double Chance(Draw draw, long id, long nth) => SeededHash.ToFraction(SeededHash.Create(options.Seed, (int)draw, id, nth));

    // A change of other faults must not fill the bucket again.
    private void Set(FaultSettings next) => current = new Entry(
        next, next.Throttle == Settings.Throttle ? current.Bucket : CreateBucket(next.Throttle, options.TimeProvider));

    private static TokenBucket? CreateBucket(ThrottleRate? rate, TimeProvider time) => rate is { } limit ? new TokenBucket(limit, time) : null;

    private static FaultSettings Create(SampleApiOptions options) => new()
    {
        Latency = options.Latency,
        Fail = options.Fail,
        Throttle = options.Throttle,
        RetryAfter = options.RetryAfterSeconds?.ToString(CultureInfo.InvariantCulture),
        Malformed = options.Malformed,
        Hang = options.Hang,
    };

    private sealed record Entry(FaultSettings Settings, TokenBucket? Bucket);
}
