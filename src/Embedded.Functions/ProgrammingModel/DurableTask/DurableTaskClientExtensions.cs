using System.Net;
using System.Text.Json;
using EmbeddedFunctions.Durable;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Tells callers of an HTTP function how to follow the orchestration that it started.</summary>
public static class DurableTaskClientExtensions
{
    /// <summary>A 202 response with a Location and the addresses that manage the instance.</summary>
    public static HttpResponseData CreateCheckStatusResponse(this DurableTaskClient client, HttpRequestData request, string instanceId, CancellationToken cancellation = default)
        => client.CreateCheckStatusResponse(request, instanceId, HttpStatusCode.Accepted, cancellation);

    /// <summary>A response with a Location and the addresses that manage the instance.</summary>
    public static HttpResponseData CreateCheckStatusResponse(this DurableTaskClient client, HttpRequestData request, string instanceId, HttpStatusCode statusCode, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        var payload = client.CreateHttpManagementPayload(instanceId, request);
        var response = request.CreateResponse(statusCode);
        response.Headers.Add("Location", payload.StatusQueryGetUri);
        response.Headers.Add("Content-Type", "application/json");
        response.WriteBytes(JsonSerializer.SerializeToUtf8Bytes(payload, JsonSerializerOptions.Web));
        return response;
    }

    /// <summary>A 202 response with a Location and the addresses that manage the instance.</summary>
    public static Task<HttpResponseData> CreateCheckStatusResponseAsync(this DurableTaskClient client, HttpRequestData request, string instanceId, CancellationToken cancellation = default)
        => client.CreateCheckStatusResponseAsync(request, instanceId, HttpStatusCode.Accepted, cancellation);

    /// <summary>A response with a Location and the addresses that manage the instance.</summary>
    public static Task<HttpResponseData> CreateCheckStatusResponseAsync(this DurableTaskClient client, HttpRequestData request, string instanceId, HttpStatusCode statusCode, CancellationToken cancellation = default)
        => Task.FromResult(client.CreateCheckStatusResponse(request, instanceId, statusCode, cancellation));

    /// <summary>The addresses that manage an instance.</summary>
    /// <param name="client">The client.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="request">The request to take scheme and host from; null: the address that the host is bound to.</param>
    /// <exception cref="InvalidOperationException">There is no request, and the client is not the host's.</exception>
    public static HttpManagementPayload CreateHttpManagementPayload(this DurableTaskClient client, string instanceId, HttpRequestData? request = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var addresses = (client as FunctionsDurableTaskClient)?.Addresses
            ?? request?.FunctionContext.InstanceServices.GetService<ManagementAddresses>()
            ?? throw new InvalidOperationException("The addresses are not known: pass the request, or use a client bound with [DurableClient].");
        return addresses.Payload(request?.Url.GetLeftPart(UriPartial.Authority), instanceId, withHub: false);
    }
}
