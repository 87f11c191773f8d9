using System.Text.Json;
using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Reports;
using Microsoft.Azure.Functions.Worker;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>Stores what came of a batch. The same batch again gives the same objects with the same bytes.</summary>
/// <param name="results">Where results are stored.</param>
public sealed class SaveBatch(FanOutResults results)
{
    /// <summary>Stores the batch's characters and failures.</summary>
    [Function(nameof(SaveBatch))]
    public Task RunAsync([ActivityTrigger] SavedBatch batch, CancellationToken cancellation) =>
        results.SaveAsync(batch, cancellation);
}

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

/// <summary>Says what a report counts of a character, or of whatever else was fetched.</summary>
internal static class CharacterFactsReader
{
    /// <summary>Reads them.</summary>
    /// <param name="item">What was fetched.</param>
    /// <param name="named">The fields that the request names, by their paths; null when it names none.</param>
    public static CharacterFacts Read(Item item, IReadOnlyList<string>? named)
    {
        var values = named?.ToDictionary(static path => path, path => Item.TextOf(item.Find(path)));
        return item.IsCharacter
            ? new(Text("status"), Text("species"), Text("gender"), Text("origin.name"), Text("location.name"), item.Json.GetProperty("episode").GetArrayLength(), values)
            : new(null, null, null, null, null, null, values);

        string Text(string path) => Item.TextOf(item.Find(path));
    }
}
