using System.Globalization;
using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Reports;

namespace CharacterFanOut.Functions.Exports;

/// <summary>Writes the stored characters or failures of a fan-out in id order, batch after batch, without holding them.</summary>
public sealed class ResultExporter(FanOutResults results)
{
    private static readonly string[] CharacterHeader =
    [
        "id", "name", "status", "species", "type", "gender", "origin", "originUrl", "location", "locationUrl", "image", "episodes", "url", "created",
    ];

    private static readonly string[] FailureHeader = ["id", "kind", "message", "attempts"];

    /// <summary>Writes the characters that are stored so far.</summary>
    /// <param name="fanOutIds">The fan-out, or several: theirs as one.</param>
    /// <param name="bom">Whether CSV begins with a byte order mark.</param>
    public Task WriteCharactersAsync(
        IReadOnlyList<string> fanOutIds, CharacterSelection selection, ExportFormat format, bool bom, Stream target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        var batches = selection.Apply(results.OpenCharactersAsync(fanOutIds, cancellationToken), whole: format == ExportFormat.Csv, cancellationToken);
        if (format != ExportFormat.Csv)
        {
            return WriteJsonAsync(batches, format, target, cancellationToken);
        }

        string[] fields = [.. selection.Fields];
        return fields.Length == 0
            ? CsvText.WriteAsync(
                target, CharacterHeader, NdjsonLines.ReadAsync(batches, CharacterJsonContext.Default.Character, cancellationToken), Cells, bom, cancellationToken)
            : CsvText.WriteAsync(
                target, fields, NdjsonLines.ReadAsync(batches, CharacterSelection.Json, cancellationToken),
                character => Array.ConvertAll(fields, field => CharacterSelection.Cell(character, field)), bom, cancellationToken);
    }

    /// <summary>Writes the failures that are stored so far.</summary>
    /// <param name="bom">Whether CSV begins with a byte order mark.</param>
    public Task WriteFailuresAsync(string fanOutId, ExportFormat format, bool bom, Stream target, CancellationToken cancellationToken) => format == ExportFormat.Csv
        ? CsvText.WriteAsync(target, FailureHeader, results.ReadFailuresAsync(fanOutId, cancellationToken), Cells, bom, cancellationToken)
        : WriteJsonAsync(results.OpenFailuresAsync(fanOutId, cancellationToken), format, target, cancellationToken);

    private static Task WriteJsonAsync(IAsyncEnumerable<Stream> batches, ExportFormat format, Stream target, CancellationToken cancellationToken) => format switch
    {
        ExportFormat.Json => JsonLines.CopyAsArrayAsync(batches, target, cancellationToken),
        ExportFormat.Ndjson => JsonLines.CopyAsync(batches, target, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "is not a JSON format"),
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

        // An episode is a URL that ends with its number: a spreadsheet can use the numbers.
        string.Join(' ', character.Episodes.Select(static url => url[(url.LastIndexOf('/') + 1)..])),
        character.Url,
        character.Created.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
    ];

    private static string[] Cells(FetchFailure failure) =>
    [
        failure.Id.ToString(CultureInfo.InvariantCulture),
        FailureKinds.Name(failure.Kind),
        failure.Message,
        failure.Attempts.ToString(CultureInfo.InvariantCulture),
    ];
}
