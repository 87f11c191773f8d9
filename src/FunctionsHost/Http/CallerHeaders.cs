using System.Net;
using Microsoft.Extensions.Primitives;
using HeaderNames = Microsoft.Net.Http.Headers.HeaderNames;

namespace FunctionsHost.Http;

/// <summary>Takes away the headers that a function is not to see, because they are about the caller's connection or claim who the caller is.</summary>
internal static class CallerHeaders
{
    private const string ForwardedFor = "X-Forwarded-For";
    private static readonly string[] Claims = [ForwardedFor, "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "Forwarded", "X-Original-For", "X-Original-Host", "X-Original-Proto"];

    /// <summary>What frames the message is the server's, whatever Connection says of it.</summary>
    private static readonly HashSet<string> Framing = new(StringComparer.OrdinalIgnoreCase) { HeaderNames.Host, HeaderNames.ContentLength, HeaderNames.TransferEncoding, HeaderNames.ContentType };

    private static readonly string[] Connection = [HeaderNames.Connection, HeaderNames.KeepAlive, "Proxy-Connection", HeaderNames.ProxyAuthorization, HeaderNames.TE, HeaderNames.Upgrade];

    /// <summary>Cleans a request's headers before they are passed on.</summary>
    /// <param name="http">The request.</param>
    /// <param name="trusted">Whose X-Forwarded-* headers are believed. The worker makes addresses and the caller's identity of them.</param>
    public static void Clean(HttpContext http, IReadOnlyCollection<IPAddress> trusted)
    {
        var headers = http.Request.Headers;
        foreach (var named in headers.Connection.SelectMany(static value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!Framing.Contains(named))
            {
                headers.Remove(named);
            }
        }

        foreach (var name in Connection)
        {
            headers.Remove(name);
        }

        var remote = http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : http.Connection.RemoteIpAddress;
        if (remote is null || trusted.Contains(remote))
        {
            return;
        }

        foreach (var name in Claims)
        {
            headers.Remove(name);
        }

        headers[ForwardedFor] = new StringValues(remote.ToString());
    }
}
