using System.Text.Json;
using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Reports;
using Microsoft.Azure.Functions.Worker;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>Stores what came of a batch. The same batch again gives the same objects with the same bytes.</summary>
public sealed class SaveBatch(FanOutResults results)
{
    [Function(nameof(SaveBatch))]
    public Task RunAsync([ActivityTrigger] SavedBatch batch, CancellationToken cancellation) =>
        results.SaveAsync(batch, cancellation);
}

/// <summary>What is stored of a batch, each in id order.</summary>
public sealed record SavedBatch
{
    public required string FanOutId { get; init; }
    public required long Number { get; init; }

    /// <summary>The characters; none when they are not saved.</summary>
    public required IReadOnlyList<Item> Characters { get; init; }
    public required IReadOnlyList<FetchFailure> Failures { get; init; }

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
