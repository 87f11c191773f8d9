using System.Text.Json.Serialization;

namespace CharacterFanOut.Characters;

/// <summary>Reads and writes <see cref="Character"/> in the upstream's JSON, without reflection. A missing field or a null is an error.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Character))]
public sealed partial class CharacterJsonContext : JsonSerializerContext;
