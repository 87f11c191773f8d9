using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharacterFanOut.Characters;

/// <summary>A character, field by field as the upstream's JSON has it.</summary>
public sealed record Character : IJsonOnDeserialized
{
    /// <summary>The id, one or more.</summary>
    public required int Id { get; init; }
    public required string Name { get; init; }

    /// <summary><c>Alive</c>, <c>Dead</c> or <c>unknown</c>.</summary>
    public required string Status { get; init; }
    public required string Species { get; init; }

    /// <summary>The type or subspecies; empty for most.</summary>
    public required string Type { get; init; }

    /// <summary><c>Female</c>, <c>Male</c>, <c>Genderless</c> or <c>unknown</c>.</summary>
    public required string Gender { get; init; }
    public required Place Origin { get; init; }

    /// <summary>Where the character was last seen.</summary>
    public required Place Location { get; init; }
    public required string Image { get; init; }

    /// <summary>The URLs of the episodes that the character appears in.</summary>
    [JsonPropertyName("episode")]
    public required IReadOnlyList<string> Episodes { get; init; }
    public required string Url { get; init; }

    /// <summary>When the character was entered into the upstream's database, UTC, to the millisecond.</summary>
    [JsonConverter(typeof(CreatedConverter))]
    public required DateTimeOffset Created { get; init; }

    // The serializer checks nulls of properties, but not of list elements.
    void IJsonOnDeserialized.OnDeserialized()
    {
        if (Episodes.Contains(null!))
        {
            throw new JsonException("The list 'episode' contains a null.");
        }
    }
}

/// <summary>A location as a character refers to it.</summary>
/// <param name="Name">The name; <c>unknown</c> where the upstream does not know.</param>
/// <param name="Url">The location's URL; empty where the name is <c>unknown</c>.</param>
public sealed record Place(string Name, string Url);

/// <summary>Reads and writes <see cref="Character"/> in the upstream's JSON, without reflection. A missing field or a null is an error.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Character))]
[JsonSerializable(typeof(Item))]
public sealed partial class CharacterJsonContext : JsonSerializerContext;

/// <summary>
/// Writes times as the upstream does, UTC with exactly three decimals, so that a character goes out as it came in.
/// A time without a zone is read as UTC.
/// </summary>
internal sealed class CreatedConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // GetDateTimeOffset alone would take the machine's zone where none is given.
        DateTime time = reader.GetDateTime();
        return time.Kind == DateTimeKind.Unspecified
            ? new DateTimeOffset(time, TimeSpan.Zero)
            : reader.GetDateTimeOffset().ToUniversalTime();
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[32];
        value.UtcDateTime.TryFormat(text, out int length, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
