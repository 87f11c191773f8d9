using CharacterFanOut.SampleApi.Data;

namespace CharacterFanOut.SampleApi.Faults;

/// <summary>
/// Decides what goes wrong with a request. Chance is a hash of the seed, the id and how often that id was asked for, so that a run
/// repeats whatever order its requests arrive in.
/// </summary>
internal sealed class FaultInjector(FaultState state, long seed)
{
    private static readonly MalformedKind[] OfCharacters =
        [MalformedKind.NotJson, MalformedKind.Truncated, MalformedKind.MissingField, MalformedKind.WrongId];

    /// <summary>Decides about a request.</summary>
    /// <param name="id">The character's id; 0 for any other request.</param>
    /// <param name="nth">Which request it is of that id, or of all.</param>
    /// <returns>What is to happen.</returns>
    public Verdict Decide(long id, long nth)
    {
        FaultSettings settings = state.Settings;

        if (state.Throttle is { } bucket && !bucket.TryTake(out TimeSpan wait))
        {
            return new Verdict { Status = 429, RetryAfterSeconds = settings.RetryAfterSeconds ?? (int)Math.Ceiling(wait.TotalSeconds) };
        }

        TimeSpan latency = settings.Latency.IsNone ? TimeSpan.Zero : settings.Latency.At(Chance(Draw.Latency, id, nth));

        if (settings.Ids.TryGetValue(id, out TargetedFault? fault) && fault.TryUse())
        {
            return new Verdict
            {
                Latency = fault.Latency?.At(Chance(Draw.Latency, id, nth)) ?? latency,
                Status = fault.Status ?? 0,
                RetryAfterSeconds = fault.RetryAfterSeconds,
                Malformed = fault.Malformed,
                Hang = fault.Hang,
                Reset = fault.Reset,
            };
        }

        bool hang = settings.Hang > 0 && Chance(Draw.Hang, id, nth) < settings.Hang;
        bool fail = settings.Fail > 0 && Chance(Draw.Fail, id, nth) < settings.Fail;
        bool malformed = settings.Malformed > 0 && Chance(Draw.Malformed, id, nth) < settings.Malformed;
        return new Verdict
        {
            Latency = latency,
            Hang = hang,
            Status = fail ? 500 : 0,
            Malformed = malformed ? Kind(id, nth) : MalformedKind.None,
        };
    }

    private MalformedKind Kind(long id, long nth)
    {
        // Lists have no single id or field to get wrong.
        int kinds = id == 0 ? 2 : OfCharacters.Length;
        return OfCharacters[(int)(Chance(Draw.MalformedKind, id, nth) * kinds)];
    }

    private double Chance(Draw draw, long id, long nth) => SeededHash.Point(SeededHash.Of(seed, (int)draw, id, nth));

    private enum Draw
    {
        Latency = 100,
        Hang,
        Fail,
        Malformed,
        MalformedKind,
    }
}
