using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CharacterFanOut.SampleApi.Data;
using CharacterFanOut.SampleApi.Faults;
using CharacterFanOut.SampleApi.Statistics;

namespace CharacterFanOut.SampleApi;

/// <summary>Reads a text, and says what is wrong with it.</summary>
internal delegate bool TryParse<T>(string text, out T value, out string error);

/// <summary>The JSON of this API, written as the public one writes it and read strictly.</summary>
internal static class SampleApiJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
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

    public static byte[] ToBytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo<T>());

    public static JsonObject ToObject(FaultSettings faults) => JsonSerializer.SerializeToNode(faults, TypeInfo<FaultSettings>())!.AsObject();

    /// <exception cref="JsonException">The JSON is not of this form; the message says what is wrong.</exception>
    public static FaultSettings ToFaults(JsonObject json) => json.Deserialize(TypeInfo<FaultSettings>())!;

    // A fault has ten members, and one or two of them set.
    private static void LeaveOutDefaults(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Type == typeof(Fault) ? type.Properties : [])
        {
            property.ShouldSerialize = static (_, value) => value is not (null or false);
        }
    }

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private sealed class ParsedTextConverter<T>(TryParse<T> tryParse) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            tryParse(HeaderTextConverter.Text(ref reader), out T value, out string error) ? value : throw new JsonException(error);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value!.ToString());
    }
}

/// <summary>Reads a header's text, or a number as the text that it is written as. Refuses what Kestrel would refuse to send.</summary>
internal sealed class HeaderTextConverter : JsonConverter<string>
{
    public static bool IsName(string name) => name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');

    public static bool IsText(string? text) => text is not null && !text.Any(char.IsControl);

    public static string Text(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : reader.GetString()!;

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Text(ref reader) is var text && IsText(text) ? text : throw new JsonException("A header's text has no control characters.");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

[JsonSerializable(typeof(SampleCharacter))]
[JsonSerializable(typeof(CharacterPage))]
[JsonSerializable(typeof(FaultSettings))]
[JsonSerializable(typeof(StatisticsReport))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class SampleApiJsonContext : JsonSerializerContext;
