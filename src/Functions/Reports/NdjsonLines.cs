using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CharacterFanOut.Functions.Reports;

/// <summary>JSON objects, one a line.</summary>
internal static class NdjsonLines
{
    public static ReadOnlyMemory<byte> Write<T>(IEnumerable<T> items, JsonTypeInfo<T> type)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 14);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        foreach (var item in items)
        {
            JsonSerializer.Serialize(writer, item, type);
            writer.Flush();
            writer.Reset();
            buffer.Write("\n"u8);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>What is in several, one after another.</summary>
    public static IAsyncEnumerable<T> ReadAsync<T>(IAsyncEnumerable<Stream> batches, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        batches.SelectMany(batch => ReadAsync(batch, type, cancellation));

    public static async IAsyncEnumerable<T> ReadAsync<T>(
        Stream lines, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var item in JsonSerializer.DeserializeAsyncEnumerable(lines, type, topLevelValues: true, cancellation))
        {
            yield return item!;
        }
    }
}
