using System.Globalization;
using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Reports;

namespace CharacterFanOut.Functions.Exports;

/// <summary>Writes the stored characters of a fan-out in id order, batch after batch, without holding them.</summary>
/// <param name="results">What is stored.</param>
public sealed class CharacterExporter(FanOutResults results)
{
    private static readonly string[] Header =
    [
        "id", "name", "status", "species", "type", "gender", "origin", "originUrl", "location", "locationUrl", "image", "episodes", "url", "created",
    ];

    /// <summary>Writes the characters that are stored by now.</summary>
    public Task WriteAsync(string fanOutId, ExportFormat format, Stream target, CancellationToken cancellation) => format switch
    {
        ExportFormat.Json => JsonLines.CopyAsArrayAsync(results.OpenCharactersAsync(fanOutId, cancellation), target, cancellation),
        ExportFormat.Ndjson => JsonLines.CopyAsync(results.OpenCharactersAsync(fanOutId, cancellation), target, cancellation),
        ExportFormat.Csv => CsvText.WriteAsync(target, Header, results.ReadCharactersAsync(fanOutId, cancellation), Cells, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "is not a format"),
    };

    private static string[] Cells(Character character) =>
    [
        character.Id.ToString(CultureInfo.InvariantCulture),
        character.Name,
        character.Status,
        character.Species,
        character.Type,
        character.Gender,
        character.Origin.Name,
        character.Origin.Url,
        character.Location.Name,
        character.Location.Url,
        character.Image,
        string.Join(' ', character.Episodes.Select(EpisodeNumber)),
        character.Url,
        character.Created.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
    ];

    // An episode is a URL that ends with its number; the numbers alone are what a spreadsheet can use.
    private static string EpisodeNumber(string url) => url[(url.LastIndexOf('/') + 1)..];
}
