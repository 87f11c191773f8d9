using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace CharacterFanOut.Functions.Exports;

/// <summary>Apache Parquet: the columns of CSV, as texts but for those that are known to be numbers.</summary>
internal static class ParquetText
{
    private const int RowsInGroup = 10_000;

    /// <param name="target">Where it is written to, once it is complete: a file ends with what is in it.</param>
    /// <param name="numbers">The columns whose cells are whole numbers.</param>
    public static async Task WriteAsync<T>(
        Stream target, string[] header, string[] numbers, IAsyncEnumerable<T> rows, Func<T, string[]> cells, CancellationToken cancellationToken)
    {
        var fields = Array.ConvertAll(header, name => numbers.Contains(name) ? (DataField)new DataField<int>(name) : new DataField<string>(name));
        await using var file = new FileStream(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file, new ParquetOptions(), false, cancellationToken))
        {
            await foreach (var chunk in rows.Select(cells).Chunk(RowsInGroup).WithCancellation(cancellationToken))
            {
                using var group = writer.CreateRowGroup();
                for (var column = 0; column < fields.Length; column++)
                {
                    var texts = Array.ConvertAll(chunk, row => row[column]);
                    await (numbers.Contains(header[column])
                        ? group.WriteAsync<int>(
                            fields[column], Array.ConvertAll(texts, static text => int.Parse(text, CultureInfo.InvariantCulture)), null, null, cancellationToken)
                        : group.WriteAsync(fields[column], texts, null));
                }

                group.CompleteValidate();
            }
        }

        file.Position = 0;
        await file.CopyToAsync(target, cancellationToken);
    }
}
