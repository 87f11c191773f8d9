using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>Writes the values of an enumeration by their names in camelCase, such as <c>notFound</c>; numbers are refused.</summary>
public sealed class EnumNameConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
