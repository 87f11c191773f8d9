using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Orchestrations;

namespace CharacterFanOut.Functions.Activities;

/// <summary>What is stored of a batch, each in id order.</summary>
public sealed record SavedBatch
{
    /// <summary>The fan-out that the batch belongs to.</summary>
    public required string FanOutId { get; init; }

    /// <summary>The batch's number.</summary>
    public required long Number { get; init; }

    /// <summary>The characters; none when they are not saved.</summary>
    public required IReadOnlyList<Item> Characters { get; init; }

    /// <summary>The failures.</summary>
    public required IReadOnlyList<FetchFailure> Failures { get; init; }

    /// <summary>What is stored of these outcomes.</summary>
    internal static SavedBatch Of(BatchInput input, IEnumerable<FetchOutcome<Item>> outcomes)
    {
        var sorted = outcomes.OrderBy(o => o.Id).ToList();
        return new()
        {
            FanOutId = input.FanOutId,
            Number = input.Number,
            Characters = input.SaveCharacters
                ? [.. sorted.Select(o => o.Character).OfType<Item>()]
                : [],
            Failures = [.. sorted.Select(o => o.Failure).OfType<FetchFailure>()],
        };
    }
}
