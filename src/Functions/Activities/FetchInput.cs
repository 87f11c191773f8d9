using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.Activities;

/// <summary>What to fetch.</summary>
/// <param name="Id">The character's id.</param>
/// <param name="Upstream">The upstream to ask; null for a fan-out of a version that did not note it: whichever the host has.</param>
[JsonConverter(typeof(Converter))]
public sealed record FetchInput(int Id, string? Upstream)
{
    /// <summary>Without an upstream it is the bare id, as it was before fan-outs had one.</summary>
    internal sealed class Converter : JsonConverter<FetchInput>
    {
        public override FetchInput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Number)
            {
                return new(reader.GetInt32(), null);
            }

            var (id, upstream) = (0, default(string));
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("id");
                reader.Read();
                (id, upstream) = isId ? (reader.GetInt32(), upstream) : (id, reader.GetString());
            }

            return new(id, upstream);
        }

        public override void Write(Utf8JsonWriter writer, FetchInput value, JsonSerializerOptions options)
        {
            if (value.Upstream is null)
            {
                writer.WriteNumberValue(value.Id);
                return;
            }

            writer.WriteStartObject();
            writer.WriteNumber("id", value.Id);
            writer.WriteString("upstream", value.Upstream);
            writer.WriteEndObject();
        }
    }
}
