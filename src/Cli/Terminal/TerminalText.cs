using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharacterFanOut.Cli.Terminal;

/// <summary>
/// Makes foreign text safe for a terminal. Every string that a host sends passes here as it is read, and everything
/// that is written to a terminal unparsed passes here through <see cref="TerminalStream"/>.
/// </summary>
internal static class TerminalText
{
    /// <summary>Replaces control characters, and characters that reorder text, with visible ones.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keepLayout">Whether line feeds and tabs stay; otherwise they become spaces.</param>
    public static string Clean(string text, bool keepLayout = false)
    {
        var lines = keepLayout ? text.ReplaceLineEndings("\n") : text;
        return lines.Any(static c => Visible(c) != c) ? string.Concat(lines.Select(c => keepLayout && c is '\n' or '\t' ? c : Visible(c))) : lines;
    }

    private static char Visible(char c) => c switch
    {
        '\n' or '\r' or '\t' => ' ',

        // Control pictures: U+241B stands for ESC.
        < ' ' => (char)('\u2400' + c),
        '\u007f' => '\u2421',
        >= '\u0080' and <= '\u009f' or '\u2028' or '\u2029' => '\ufffd',
        >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' => '\ufffd',
        _ => c,
    };
}

/// <summary>Reads every string of a host as terminal text.</summary>
internal sealed class TerminalTextConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TerminalText.Clean(reader.GetString()!);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TerminalText.Clean(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
}

/// <summary>Writes UTF-8 text to a terminal as terminal text.</summary>
internal sealed class TerminalStream(Stream terminal) : Stream
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        // The decoder keeps a character that is split between two writes.
        var text = new char[decoder.GetCharCount(buffer, offset, count, flush: false)];
        decoder.GetChars(buffer, offset, count, text, 0, flush: false);
        terminal.Write(Encoding.UTF8.GetBytes(TerminalText.Clean(new string(text), keepLayout: true)));
    }

    public override void Flush() => terminal.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
