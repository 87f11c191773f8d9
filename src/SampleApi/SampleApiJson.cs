using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;

namespace CharacterFanOut.SampleApi;

/// <summary>Reads a text, and says what is wrong with it.</summary>
internal delegate bool TryParse<T>(string text, out T value, out string error);

/// <summary>The JSON of this API, written as the public one writes it and read strictly.</summary>
internal static class SampleApiJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        PropertyNameCaseInsensitive = false,
        TypeInfoResolver = SampleApiJsonContext.Default.WithAddedModifier(LeaveOutDefaults),
        Converters =
        {
            new ParsedTextConverter<Latency>(Latency.TryParse),
            new ParsedTextConverter<ThrottleRate>(ThrottleRate.TryParse),
            new JsonStringEnumConverter<MalformedKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
        },
    };

    // A fault has ten members, and one or two of them set.
    private static void LeaveOutDefaults(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Type == typeof(Fault) ? type.Properties : [])
        {
            property.ShouldSerialize = static (_, value) => value is not (null or false);
        }
    }
}

/// <summary>Reads what is written as a text, or a number as the text that it is written as.</summary>
internal class ParsedTextConverter<T>(TryParse<T> tryParse) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string text = reader.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : reader.GetString()!;
        return tryParse(text, out T value, out string error) ? value : throw new JsonException(error);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value!.ToString());
}

/// <summary>Refuses what Kestrel would refuse to send.</summary>
internal sealed class HeaderTextConverter() : ParsedTextConverter<string>(TryParse)
{
    public static bool IsName(string name) => name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');

    public static bool IsText(string? text) => text is not null && !text.Any(char.IsControl);

    private static bool TryParse(string text, out string value, out string error)
    {
        (value, error) = (text, "A header's text has no control characters.");
        return IsText(text);
    }
}

[JsonSerializable(typeof(SampleCharacter))]
[JsonSerializable(typeof(CharacterPage))]
[JsonSerializable(typeof(FaultSettings))]
[JsonSerializable(typeof(StatisticsReport))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class SampleApiJsonContext : JsonSerializerContext;
