using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>
/// Reads an <see cref="IdSet"/> from a number, from text such as <c>"1-20,42"</c>, from <c>{"from":1,"to":99}</c>, or from an
/// array of these; writes the compact text. What it cannot read is a <see cref="JsonException"/> that names the token.
/// </summary>
public sealed class IdSetJsonConverter : JsonConverter<IdSet>
{
    /// <summary>JSON null is refused with a message rather than read as no set at all.</summary>
    public override bool HandleNull => true;

    public override IdSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            var ranges = new List<IdRange>();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                ReadItem(ref reader, ranges);
            }
            else
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    ReadItem(ref reader, ranges);
                }
            }

            return IdSet.FromRanges(ranges);
        }
        catch (IdSetFormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, IdSet value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());

    private static void ReadItem(ref Utf8JsonReader reader, List<IdRange> ranges)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                var id = ReadId(ref reader);
                ranges.Add(new(id, id));
                break;
            case JsonTokenType.String:
                ranges.AddRange(IdSetParser.Parse(reader.GetString()!));
                break;
            case JsonTokenType.StartObject:
                ranges.Add(ReadRange(ref reader));
                break;
            default:
                throw IdSetParser.Refuse(Raw(ref reader), "is not ids: write a number, \"1-99\", {\"from\":1,\"to\":99}, or an array of these.");
        }
    }

    private static IdRange ReadRange(ref Utf8JsonReader reader)
    {
        int? from = null;
        int? to = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "from":
                    from = ReadId(ref reader);
                    break;
                case "to":
                    to = ReadId(ref reader);
                    break;
                default:
                    throw IdSetParser.Refuse(name, "is not part of a range: a range is written {\"from\":1,\"to\":99}.");
            }
        }

        return (from, to) switch
        {
            (null, _) => throw IdSetParser.Refuse("from", "is missing: a range is written {\"from\":1,\"to\":99}."),
            (_, null) => throw IdSetParser.Refuse("to", "is missing: a range is written {\"from\":1,\"to\":99}."),
            ({ } first, { } last) => IdSetParser.Range(first, last, $"{first}-{last}"),
        };
    }

    private static int ReadId(ref Utf8JsonReader reader)
    {
        var token = Raw(ref reader);
        if (reader.TokenType != JsonTokenType.Number)
        {
            throw IdSetParser.Refuse(token, "is not an id: write a whole number such as 42.");
        }

        if (reader.TryGetInt64(out var value))
        {
            return IdSetParser.Id(value, token);
        }

        throw token.AsSpan().ContainsAny(".eE")
            ? IdSetParser.Refuse(token, "is not a whole number: ids are whole numbers from 1.")
            : token.StartsWith('-') ? IdSetParser.Refuse(token, "is negative: ids start at 1.") : IdSetParser.TooLarge(token);
    }

    private static string Raw(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "{",
        JsonTokenType.StartArray => "[",
        _ => Encoding.UTF8.GetString(reader.HasValueSequence ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence) : reader.ValueSpan),
    };
}
