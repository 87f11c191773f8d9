using System.Text;
using Azure.Core.Serialization;
using EmbeddedFunctions.Binding;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Writes responses.</summary>
public static class HttpResponseDataExtensions
{
    private const string Json = "application/json; charset=utf-8";

    /// <summary>Writes a value as JSON, members as they are spelled unless the worker's serializer does it otherwise.</summary>
    public static ValueTask WriteAsJsonAsync<T>(this HttpResponseData response, T instance, CancellationToken cancellationToken = default)
        => response.WriteAsJsonAsync(instance, Json, cancellationToken);

    /// <summary>Writes a value as JSON under the given content type.</summary>
    public static ValueTask WriteAsJsonAsync<T>(this HttpResponseData response, T instance, string contentType, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.WriteAsJsonAsync(instance, WorkerJson.Serializer(response.FunctionContext.InstanceServices), contentType, cancellationToken);
    }

    /// <summary>Writes a value as JSON with the given serializer.</summary>
    public static ValueTask WriteAsJsonAsync<T>(this HttpResponseData response, T instance, ObjectSerializer serializer, CancellationToken cancellationToken = default)
        => response.WriteAsJsonAsync(instance, serializer, Json, cancellationToken);

    /// <summary>Writes a value with the given serializer, under the given content type.</summary>
    public static ValueTask WriteAsJsonAsync<T>(this HttpResponseData response, T instance, ObjectSerializer serializer, string contentType, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(serializer);
        ArgumentNullException.ThrowIfNull(contentType);
        response.Headers.Remove("Content-Type");
        response.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return serializer.SerializeAsync(response.Body, instance, typeof(T), cancellationToken);
    }

    /// <summary>Writes bytes.</summary>
    public static void WriteBytes(this HttpResponseData response, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(value);
        response.Body.Write(value, 0, value.Length);
    }

    /// <summary>Writes bytes.</summary>
    public static Task WriteBytesAsync(this HttpResponseData response, byte[] value)
        => response.WriteBytesAsync(value, CancellationToken.None);

    /// <summary>Writes bytes.</summary>
    public static Task WriteBytesAsync(this HttpResponseData response, byte[] value, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(value);
        return response.Body.WriteAsync(value, 0, value.Length, cancellationToken);
    }

    /// <summary>Writes text; UTF-8 unless told otherwise.</summary>
    public static void WriteString(this HttpResponseData response, string value, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        response.WriteBytes((encoding ?? Encoding.UTF8).GetBytes(value));
    }

    /// <summary>Writes text; UTF-8 unless told otherwise.</summary>
    public static Task WriteStringAsync(this HttpResponseData response, string value, Encoding? encoding = null)
        => response.WriteStringAsync(value, CancellationToken.None, encoding);

    /// <summary>Writes text; UTF-8 unless told otherwise.</summary>
    public static Task WriteStringAsync(this HttpResponseData response, string value, CancellationToken cancellationToken, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return response.WriteBytesAsync((encoding ?? Encoding.UTF8).GetBytes(value), cancellationToken);
    }
}
