using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CharacterFanOut.SampleApi.Http;

/// <summary>A buffer and a JSON writer over it, one for each thread: an answer is written and sent without a turn to another thread.</summary>
internal sealed class JsonBuffer
{
    private const int LargestKept = 1 << 20;
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static JsonBuffer? ofThread;

    private readonly ArrayBufferWriter<byte> bytes = new(4096);

    private JsonBuffer() => Json = new Utf8JsonWriter(bytes, WriterOptions);

    public Utf8JsonWriter Json { get; }

    /// <summary>Everything written so far.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        Json.Flush();
        return bytes.WrittenMemory;
    }

    /// <summary>This thread's buffer, empty.</summary>
    public static JsonBuffer Take()
    {
        JsonBuffer buffer = ofThread is { bytes.Capacity: <= LargestKept } kept ? kept : ofThread = new JsonBuffer();
        buffer.Clear();
        return buffer;
    }

    public void Clear()
    {
        bytes.ResetWrittenCount();
        Json.Reset(bytes);
    }

    /// <summary>Adds bytes as they are, after what was written.</summary>
    public void Append(ReadOnlySpan<byte> raw)
    {
        Json.Flush();
        bytes.Write(raw);
    }

    /// <summary>Leaves the first half only.</summary>
    public void Halve()
    {
        Json.Flush();
        byte[] half = bytes.WrittenSpan[..(bytes.WrittenCount / 2)].ToArray();
        Clear();
        bytes.Write(half);
    }

    public void WriteError(string message)
    {
        Json.WriteStartObject();
        Json.WriteString("error"u8, message);
        Json.WriteEndObject();
    }
}
