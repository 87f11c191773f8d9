using System.Buffers;
using System.Text;
using CsvHelper;

namespace CharacterFanOut.Functions.Exports;

/// <summary>CSV as in RFC 4180: commas, CRLF, quotes where needed. A cell that a spreadsheet would run as a formula gets an apostrophe in front.</summary>
internal static class CsvText
{
    // Of these the library looks at a cell's first character only, and a spreadsheet skips what is blank.
    private const string FormulaStarts = "=+-@\uff1d\uff0b\uff0d\uff20";

    private static readonly CsvWriterOptions Options = CsvWriterOptions.Default with { Injection = CsvInjection.Escape };
    private static readonly SearchValues<char> Blanks = SearchValues.Create([.. Enumerable.Range(0, 0x21).Select(static c => (char)c), '\u00a0', '\ufeff']);

    /// <param name="bom">Whether a byte order mark comes first: Excel takes the file for UTF-8 only then.</param>
    public static async Task WriteAsync<T>(
        Stream target, string[] header, IAsyncEnumerable<T> rows, Func<T, string[]> cells, bool bom, CancellationToken cancellationToken)
    {
        if (bom)
        {
            await target.WriteAsync(Encoding.UTF8.Preamble.ToArray(), cancellationToken);
        }

        await using var csv = CsvWriter.Create(target, Options, leaveOpen: true);
        await csv.WriteRecordAsync(header, cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            await csv.WriteRecordAsync(Array.ConvertAll(cells(row), Defuse), cancellationToken);
        }
    }

    private static string Defuse(string cell)
    {
        var start = cell.AsSpan().IndexOfAnyExcept(Blanks);
        return start >= 0 && FormulaStarts.Contains(cell[start], StringComparison.Ordinal) ? $"'{cell}" : cell;
    }
}
