using System.Net;
using System.Text;
using Azure.Core.Serialization;
using EmbeddedFunctions.Binding;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Reads requests and makes responses.</summary>
public static class HttpRequestDataExtensions
{
    /// <summary>A response with the given status.</summary>
    public static HttpResponseData CreateResponse(this HttpRequestData request, HttpStatusCode statusCode)
    {
        ArgumentNullException.ThrowIfNull(request);
        var response = request.CreateResponse();
        response.StatusCode = statusCode;
        return response;
    }

    /// <summary>The whole body as text; UTF-8 unless told otherwise.</summary>
    public static string? ReadAsString(this HttpRequestData request, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.ReadAsStringAsync(encoding).GetAwaiter().GetResult();
    }

    /// <summary>The whole body as text; UTF-8 unless told otherwise.</summary>
    public static async Task<string?> ReadAsStringAsync(this HttpRequestData request, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var reader = new StreamReader(request.Body, encoding ?? Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1024, leaveOpen: true);
        return await reader.ReadToEndAsync().ConfigureAwait(false);
    }

    /// <summary>The body, read as JSON with the worker's serializer (names in any case).</summary>
    /// <exception cref="System.Text.Json.JsonException">The body is not that.</exception>
    public static ValueTask<T?> ReadFromJsonAsync<T>(this HttpRequestData request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.ReadFromJsonAsync<T>(WorkerJson.Serializer(request.FunctionContext.InstanceServices), cancellationToken);
    }

    /// <summary>The body, read as JSON with the given serializer.</summary>
    public static async ValueTask<T?> ReadFromJsonAsync<T>(this HttpRequestData request, ObjectSerializer serializer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(serializer);
        return (T?)await serializer.DeserializeAsync(request.Body, typeof(T), cancellationToken).ConfigureAwait(false);
    }
}
