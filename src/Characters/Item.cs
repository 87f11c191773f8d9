using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharacterFanOut.Characters;

/// <summary>What the answers of an upstream are taken for.</summary>
public enum ItemShape
{
    /// <summary>Characters, checked field by field.</summary>
    Character,

    /// <summary>Any JSON but null, kept as it came.</summary>
    Any,
}

/// <summary>What a fetch gives: a character, or whatever another upstream answers.</summary>
/// <param name="Json">The JSON; that of a character has the id in it and no more fields than a character has.</param>
/// <param name="IsCharacter">Whether it was checked to be a character.</param>
[JsonConverter(typeof(ItemConverter))]
public sealed record Item(int Id, JsonElement Json, bool IsCharacter)
{
    /// <summary>A value in it by its path, such as <c>origin.name</c>, with numbers from 0 for elements of arrays; null when it is not there.</summary>
    public JsonElement? Find(string path) => Find(Json, path);

    /// <summary>A value of some JSON by its path, as <see cref="Find(string)"/>.</summary>
    public static JsonElement? Find(JsonElement json, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        foreach (string name in path.Split('.'))
        {
            if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value))
            {
                json = value;
            }
            else if (json.ValueKind == JsonValueKind.Array && uint.TryParse(name, out uint index) && index < json.GetArrayLength())
            {
                json = json[(int)index];
            }
            else
            {
                return null;
            }
        }

        return json;
    }

    /// <summary>A value as text: texts and numbers as they are, nothing for null, the elements of an array with blanks between, an object as JSON.</summary>
    public static string TextOf(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null } => "",
        { ValueKind: JsonValueKind.Array } array => string.Join(' ', array.EnumerateArray().Select(static element => TextOf(element))),
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } other => other.GetRawText(),
    };
}

/// <summary>Writes a character as its JSON, which has its id, and anything else beside its id.</summary>
internal sealed class ItemConverter : JsonConverter<Item>
{
    private const string Id = "id";
    private const string Inner = "item";

    public override Item Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonElement json = JsonElement.ParseValue(ref reader);
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(Id, out JsonElement id) && id.TryGetInt32(out int number)
            ? json.TryGetProperty(Inner, out JsonElement item) ? new(number, item, IsCharacter: false) : new(number, json, IsCharacter: true)
            : throw new JsonException("It has no id.");
    }

    public override void Write(Utf8JsonWriter writer, Item value, JsonSerializerOptions options)
    {
        if (value.IsCharacter)
        {
            value.Json.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber(Id, value.Id);
        writer.WritePropertyName(Inner);
        value.Json.WriteTo(writer);
        writer.WriteEndObject();
    }
}
