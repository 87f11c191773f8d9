using CsCheck;

namespace CharacterFanOut.Tests;

internal static class Gens
{
    /// <summary>Small sets over a small universe, so that two of them overlap, touch and nest.</summary>
    public static readonly Gen<IdSet> SmallIdSet =
        Gen.Int[1, 60].HashSet[0, 40].Select(ids => IdSet.Of(ids));

    public static readonly Gen<IdSet> AnyIdSet =
        Gen.Select(Gen.Int[1, IdSet.MaxId], Gen.Int[0, 1_000_000])
            .Select((first, length) => new IdRange(first, (int)Math.Min(IdSet.MaxId, (long)first + length)))
            .List[0, 20].Select(IdSet.FromRanges);

    public static readonly Gen<string> Name = Gen.OneOf("Earth (C-137)", "Citadel of Ricks", "unknown", "Gazorpazorp", "Purge Planet");

    public static readonly Gen<CharacterFacts> Facts = Gen.Select(
        Gen.OneOf("Alive", "Dead", "unknown"), Gen.OneOf("Human", "Alien"), Gen.OneOf("Male", "Female"),
        Name, Name, Gen.Int[0, 51],
        (status, species, gender, origin, location, episodes) =>
            new CharacterFacts(status, species, gender, origin, location, episodes));

    public static readonly Gen<FetchFailure> Failure = Gen.Select(
        Gen.Int[1, 5000], Gen.Enum<FailureKind>(), Gen.String[0, 20], Gen.Int[1, 4],
        (id, kind, message, attempts) => new FetchFailure(id, kind, message, attempts));

    public static readonly Gen<FetchOutcome<CharacterFacts>> FinalOutcome = Gen.OneOf(
        Gen.Select(Gen.Int[1, 5000], Facts, Gen.Long[0, 40_000_000], Gen.Int[1, 4], (id, facts, micros, attempts) =>
            new FetchOutcome<CharacterFacts> { Id = id, Character = facts, Elapsed = TimeSpan.FromMicroseconds(micros), Attempts = attempts }),
        Failure.Select(failure => failure.ToOutcome<CharacterFacts>()));

    public static readonly Gen<OutageEnd?> Outage = Gen.Select(Gen.Int[0, 9], Gen.Enum<FailureKind>(), Gen.OneOf("a", "b"), (hours, kind, message) =>
        hours < 6 ? null : new OutageEnd(DateTimeOffset.UnixEpoch.AddHours(hours), kind, message));

    public static readonly Gen<BatchReport> Report = Gen.Select(
        FinalOutcome.List[0, 30], Gen.Long[0, 5], Outage, Gen.Int[1, 50].List[0, 5],
        (outcomes, waits, outage, left) => BatchReport.Of(outcomes, f => f) with { ThrottledWaits = waits, Outage = outage, NotAttempted = IdSet.Of(left) });
}
