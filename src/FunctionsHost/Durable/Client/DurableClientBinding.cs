using System.Text.Json.Serialization;
using FunctionsHost.Management;
using FunctionsHost.Worker;

namespace FunctionsHost.Durable.Client;

/// <summary>The value of a <c>durableClient</c> binding: where the worker finds this host's service and management API.</summary>
internal sealed class DurableClientBinding(HostAddress address, ManagementAddresses management, DurableOptions options) : IInputBindingSource
{
    private string? _value;

    public string BindingType => "durableClient";

    public string GetValue(FunctionBinding binding) => _value ??= Write();

    private string Write()
        => JsonSerializer.Serialize(
            new DurableClientData(
                address.Internal.ToString(),
                options.SecretTaskHub,
                "",
                management.Query,
                address.Base.GetLeftPart(UriPartial.Authority) + ManagementAddresses.BasePath,
                int.MaxValue,
                // Waiting for an instance to end is one call. It is a JSON text inside the text, which is how the worker reads it.
                JsonSerializer.Serialize(Timeout.InfiniteTimeSpan, DurableClientJson.Default.TimeSpan)),
            DurableClientJson.Default.DurableClientData);
}

/// <summary>The binding's members, as the worker names them.</summary>
internal sealed record DurableClientData(
    string RpcBaseUrl,
    string TaskHubName,
    string ConnectionName,
    string RequiredQueryStringParameters,
    string HttpBaseUrl,
    int MaxGrpcMessageSizeInBytes,
    string GrpcHttpClientTimeout);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DurableClientData))]
[JsonSerializable(typeof(TimeSpan))]
internal sealed partial class DurableClientJson : JsonSerializerContext;
