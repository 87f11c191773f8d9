using System.Globalization;
using CharacterFanOut.Functions.Reports;

namespace CharacterFanOut.Functions.Exports;

/// <summary>Writes the stored failures of a fan-out in id order, batch after batch, without holding them.</summary>
/// <param name="results">What is stored.</param>
public sealed class FailureExporter(FanOutResults results)
{
    private static readonly string[] Header = ["id", "kind", "message", "attempts"];

    /// <summary>Writes the failures that are stored by now.</summary>
    public Task WriteAsync(string fanOutId, ExportFormat format, Stream target, CancellationToken cancellation) => format switch
    {
        ExportFormat.Json => JsonLines.CopyAsArrayAsync(results.OpenFailuresAsync(fanOutId, cancellation), target, cancellation),
        ExportFormat.Ndjson => JsonLines.CopyAsync(results.OpenFailuresAsync(fanOutId, cancellation), target, cancellation),
        ExportFormat.Csv => CsvText.WriteAsync(target, Header, results.ReadFailuresAsync(fanOutId, cancellation), Cells, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "is not a format"),
    };

    private static string[] Cells(FetchFailure failure) =>
    [
        failure.Id.ToString(CultureInfo.InvariantCulture),
        FailureKinds.Name(failure.Kind),
        failure.Message,
        failure.Attempts.ToString(CultureInfo.InvariantCulture),
    ];
}
