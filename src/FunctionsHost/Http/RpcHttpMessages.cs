using System.Text;
using FunctionsHost.Worker.Protocol;
using Google.Protobuf;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using HeaderNames = Microsoft.Net.Http.Headers.HeaderNames;

namespace FunctionsHost.Http;

/// <summary>HTTP inside the worker's channel, for workers that do not answer it themselves.</summary>
internal static class RpcHttpMessages
{
    private static readonly HashSet<string> NotPassed = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.ContentLength, HeaderNames.TransferEncoding, HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.Upgrade, HeaderNames.Trailer,
    };

    /// <summary>The request's address, as it was sent.</summary>
    public static string Url(HttpContext http)
        => http.Features.Get<IHttpRequestFeature>()?.RawTarget is ['/', ..] target ? $"{http.Request.Scheme}://{http.Request.Host}{target}" : http.Request.GetEncodedUrl();

    /// <summary>Reads a request, with its body.</summary>
    public static async Task<RpcHttp> ReadAsync(HttpContext http)
    {
        var request = http.Request;
        var message = new RpcHttp { Method = request.Method, Url = Url(http) };
        foreach (var (name, values) in request.Headers)
        {
            message.NullableHeaders[name.ToLowerInvariant()] = new NullableString { Value = string.Join(',', values.ToArray()) };
        }

        foreach (var (name, values) in request.Query)
        {
            message.NullableQuery[name] = new NullableString { Value = string.Join(',', values.ToArray()) };
        }

        foreach (var (name, value) in request.RouteValues)
        {
            message.NullableParams[name] = new NullableString { Value = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "" };
        }

        var body = await ByteString.FromStreamAsync(request.Body, http.RequestAborted).ConfigureAwait(false);
        if (body.Length > 0)
        {
            message.Body = new TypedData { Bytes = body };
        }

        return message;
    }

    /// <summary>Writes what a function returned: a response, or a value that becomes the body of one.</summary>
    /// <exception cref="ForwardingException">The response cannot be.</exception>
    public static Task WriteAsync(HttpContext http, InvocationResponse response)
    {
        var output = response.OutputData.Select(binding => binding.Data).FirstOrDefault(data => data?.DataCase == TypedData.DataOneofCase.Http);
        var data = output ?? response.ReturnValue;
        if (data?.DataCase != TypedData.DataOneofCase.Http)
        {
            return WriteBodyAsync(http, data);
        }

        try
        {
            WriteHead(http, data.Http);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException)
        {
            throw new ForwardingException($"The function's response cannot be: {e.Message}", e);
        }

        return WriteBodyAsync(http, data.Http.Body);
    }

    private static void WriteHead(HttpContext http, RpcHttp message)
    {
        http.Response.StatusCode = message.StatusCode.Length == 0 ? StatusCodes.Status200OK
            : int.TryParse(message.StatusCode, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 200 and < 1000 ? status
            : throw new FormatException($"its status is '{message.StatusCode}'.");
        foreach (var (name, value) in message.Headers)
        {
            if (!NotPassed.Contains(name))
            {
                http.Response.Headers[name] = value;
            }
        }

        foreach (var cookie in message.Cookies)
        {
            http.Response.Cookies.Append(cookie.Name, cookie.Value, Options(cookie));
        }
    }

    private static Task WriteBodyAsync(HttpContext http, TypedData? data)
    {
        var (bytes, type) = data?.DataCase switch
        {
            TypedData.DataOneofCase.Bytes => (data.Bytes.Memory, null),
            TypedData.DataOneofCase.Stream => (data.Stream.Memory, null),
            TypedData.DataOneofCase.String => (Encoding.UTF8.GetBytes(data.String), "text/plain; charset=utf-8"),
            TypedData.DataOneofCase.Json => (Encoding.UTF8.GetBytes(data.Json), "application/json; charset=utf-8"),
            TypedData.DataOneofCase.Int => (Encoding.UTF8.GetBytes(data.Int.ToString(CultureInfo.InvariantCulture)), "text/plain; charset=utf-8"),
            TypedData.DataOneofCase.Double => (Encoding.UTF8.GetBytes(data.Double.ToString("R", CultureInfo.InvariantCulture)), "text/plain; charset=utf-8"),
            _ => (ReadOnlyMemory<byte>.Empty, (string?)null),
        };
        if (http.Response.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified or < 200)
        {
            return Task.CompletedTask;
        }

        http.Response.ContentType ??= type;
        http.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }

    private static CookieOptions Options(RpcHttpCookie cookie) => new()
    {
        Domain = cookie.Domain?.Value,
        Path = cookie.Path?.Value,
        Expires = cookie.Expires?.Value?.ToDateTimeOffset(),
        Secure = cookie.Secure?.Value ?? false,
        HttpOnly = cookie.HttpOnly?.Value ?? false,
        MaxAge = cookie.MaxAge is { } age ? TimeSpan.FromSeconds(age.Value) : null,
        SameSite = cookie.SameSite switch
        {
            RpcHttpCookie.Types.SameSite.Lax => SameSiteMode.Lax,
            RpcHttpCookie.Types.SameSite.Strict => SameSiteMode.Strict,
            RpcHttpCookie.Types.SameSite.ExplicitNone => SameSiteMode.None,
            _ => SameSiteMode.Unspecified,
        },
    };
}
