using CsvHelper;

namespace CharacterFanOut.Functions.Exports;

/// <summary>CSV as in RFC 4180: commas, CRLF, quotes where needed; cells that a spreadsheet would run get an apostrophe in front.</summary>
internal static class CsvText
{
    private static readonly CsvWriterOptions Options = CsvWriterOptions.Default with { Injection = CsvInjection.Escape };

    public static async Task WriteAsync<T>(
        Stream target, string[] header, IAsyncEnumerable<T> rows, Func<T, string[]> cells, CancellationToken cancellation)
    {
        await using var csv = CsvWriter.Create(target, Options, leaveOpen: true);
        await csv.WriteRecordAsync(header, cancellation);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            await csv.WriteRecordAsync(cells(row), cancellation);
        }
    }
}
