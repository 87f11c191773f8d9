using System.Text.Json;

namespace Microsoft.DurableTask.Converters;

/// <summary>A <see cref="DataConverter"/> that writes JSON with System.Text.Json.</summary>
/// <param name="options">How to write and read; by default System.Text.Json's defaults, with public fields included.</param>
public class JsonDataConverter(JsonSerializerOptions? options = null) : DataConverter
{
    // What is on disk was written with these: changing them would break instances in flight.
    private static readonly JsonSerializerOptions s_withFields = new() { IncludeFields = true };

    private readonly JsonSerializerOptions _options = options ?? s_withFields;

    /// <summary>The converter that is used where none is named.</summary>
    public static JsonDataConverter Default { get; } = new();

    /// <inheritdoc/>
    public override object? Deserialize(string? data, Type targetType) =>
        data is null ? null : JsonSerializer.Deserialize(data, targetType, _options);

    /// <inheritdoc/>
    public override string? Serialize(object? value) =>
        value is null ? null : JsonSerializer.Serialize(value, value.GetType(), _options);
}
