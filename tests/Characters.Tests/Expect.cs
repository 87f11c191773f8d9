namespace CharacterFanOut.Characters.Tests;

/// <summary>The one part that an outcome has to have.</summary>
internal static class Expect
{
    public static FetchOutcome<Item> Fetched(FetchOutcome<Item> outcome)
    {
        Assert.NotNull(outcome.Character);
        Assert.Null(outcome.Failure ?? (object?)outcome.Unavailable);
        return outcome;
    }

    public static FetchFailure Failed(FetchOutcome<Item> outcome)
    {
        Assert.NotNull(outcome.Failure);
        Assert.Null(outcome.Character ?? (object?)outcome.Unavailable);
        Assert.Equal((outcome.Id, outcome.Attempts), (outcome.Failure.Id, outcome.Failure.Attempts));
        return outcome.Failure;
    }

    public static Unavailability Unavailable(FetchOutcome<Item> outcome, int? attempts = null)
    {
        Assert.Equal(attempts ?? outcome.Attempts, outcome.Attempts);
        Assert.NotNull(outcome.Unavailable);
        Assert.Null(outcome.Character ?? (object?)outcome.Failure);
        return outcome.Unavailable;
    }
}
