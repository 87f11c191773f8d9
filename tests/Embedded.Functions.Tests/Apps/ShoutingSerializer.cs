using System.Text.Json;
using Azure.Core.Serialization;

namespace EmbeddedFunctions.Tests.Apps;

/// <summary>An app's own serializer: upper-case member names.</summary>
public sealed class ShoutingSerializer : ObjectSerializer
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = new Upper() };

    public override object? Deserialize(Stream stream, Type returnType, CancellationToken cancellationToken) => JsonSerializer.Deserialize(stream, returnType, Options);

    public override ValueTask<object?> DeserializeAsync(Stream stream, Type returnType, CancellationToken cancellationToken)
        => JsonSerializer.DeserializeAsync(stream, returnType, Options, cancellationToken);

    public override void Serialize(Stream stream, object? value, Type inputType, CancellationToken cancellationToken) => JsonSerializer.Serialize(stream, value, inputType, Options);

    public override async ValueTask SerializeAsync(Stream stream, object? value, Type inputType, CancellationToken cancellationToken)
        => await JsonSerializer.SerializeAsync(stream, value, inputType, Options, cancellationToken);

    private sealed class Upper : JsonNamingPolicy
    {
        public override string ConvertName(string name) => name.ToUpperInvariant();
    }
}
