using System.Globalization;
using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Reports;

namespace CharacterFanOut.Functions.Exports;

/// <summary>Writes the stored characters or failures of a fan-out in id order, batch after batch, without holding them.</summary>
public sealed class ResultExporter(FanOutResults results)
{
    private static readonly (string Header, string Path)[] CharacterColumns =
    [
        ("id", "id"), ("name", "name"), ("status", "status"), ("species", "species"), ("type", "type"), ("gender", "gender"),
        ("origin", "origin.name"), ("originUrl", "origin.url"), ("location", "location.name"), ("locationUrl", "location.url"),
        ("image", "image"), ("episodes", "episode"), ("url", "url"), ("created", "created"),
    ];

    private static readonly string[] CharacterHeader = Array.ConvertAll(CharacterColumns, static column => column.Header);
    private static readonly string[] FailureHeader = ["id", "kind", "message", "attempts"];

    /// <param name="fanOutIds">The fan-out, or several: theirs as one.</param>
    /// <param name="bom">Whether CSV begins with a byte order mark.</param>
    public Task WriteCharactersAsync(
        IReadOnlyList<string> fanOutIds, CharacterSelection selection, ExportFormat format, bool bom, Stream target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        var batches = results.OpenCharactersAsync(fanOutIds, cancellationToken);
        if (format is not (ExportFormat.Csv or ExportFormat.Parquet))
        {
            return WriteJsonAsync(selection.Apply(batches, cancellationToken), format, target, cancellationToken);
        }

        string[] fields = [.. selection.Fields];
        return WriteTableAsync(
            target, format, fields.Length == 0 ? CharacterHeader : fields, selection.IsOther ? [] : ["id"], selection.Items(batches, cancellationToken),
            item => fields.Length == 0 ? Cells(item) : Array.ConvertAll(fields, field => Item.TextOf(item.Find(field))), bom, cancellationToken);
    }

    /// <param name="bom">Whether CSV begins with a byte order mark.</param>
    public Task WriteFailuresAsync(string fanOutId, ExportFormat format, bool bom, Stream target, CancellationToken cancellationToken) =>
        format is ExportFormat.Csv or ExportFormat.Parquet
            ? WriteTableAsync(target, format, FailureHeader, ["id", "attempts"], results.ReadFailuresAsync(fanOutId, cancellationToken), Cells, bom, cancellationToken)
            : WriteJsonAsync(results.OpenFailuresAsync(fanOutId, cancellationToken), format, target, cancellationToken);

    private static Task WriteTableAsync<T>(
        Stream target, ExportFormat format, string[] header, string[] numbers, IAsyncEnumerable<T> rows, Func<T, string[]> cells, bool bom, CancellationToken cancellationToken) =>
        format == ExportFormat.Csv
            ? CsvText.WriteAsync(target, header, rows, cells, bom, cancellationToken)
            : ParquetText.WriteAsync(target, header, numbers, rows, cells, cancellationToken);

    private static Task WriteJsonAsync(IAsyncEnumerable<Stream> batches, ExportFormat format, Stream target, CancellationToken cancellationToken) => format switch
    {
        ExportFormat.Json => JsonLines.CopyAsArrayAsync(batches, target, cancellationToken),
        ExportFormat.Ndjson => JsonLines.CopyAsync(batches, target, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "is not a JSON format"),
    };

    // An episode is a URL that ends with its number: a spreadsheet can use the numbers.
    private static string[] Cells(Item character) => Array.ConvertAll(CharacterColumns, column => column.Path == "episode"
        ? string.Join(' ', character.Json.GetProperty(column.Path).EnumerateArray().Select(static url => url.GetString()!).Select(static url => url[(url.LastIndexOf('/') + 1)..]))
        : Item.TextOf(character.Find(column.Path)));

    private static string[] Cells(FetchFailure failure) =>
    [
        failure.Id.ToString(CultureInfo.InvariantCulture),
        FailureKinds.Name(failure.Kind),
        failure.Message,
        failure.Attempts.ToString(CultureInfo.InvariantCulture),
    ];
}
