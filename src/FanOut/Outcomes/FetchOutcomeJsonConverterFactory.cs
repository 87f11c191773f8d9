using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>Makes the JSON converter of <see cref="FetchOutcome{TCharacter}"/> and of its three cases.</summary>
public sealed class FetchOutcomeJsonConverterFactory : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => UnionOf(typeToConvert) is not null;

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        var character = UnionOf(typeToConvert)!.GetGenericArguments()[0];
        var converter = typeof(FetchOutcomeJsonConverter<,>).MakeGenericType(typeToConvert, character);
        return (JsonConverter)Activator.CreateInstance(converter)!;
    }

    private static Type? UnionOf(Type? type)
    {
        while (type is not null && !(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(FetchOutcome<>)))
        {
            type = type.BaseType;
        }

        return type;
    }
}
