using System.Globalization;
using FunctionsHost.Functions;
using FunctionsHost.Http;
using Microsoft.AspNetCore.Http;

namespace FunctionsHost.Keys;

/// <summary>Lets a request in, or answers 401 or 429.</summary>
internal sealed class KeyGate(KeyRing keys, FailedKeyLimit limit)
{
    public const string Header = "x-functions-key";
    public const string QueryParameter = "code";

    /// <summary>Whether the request may go on; when not, it has been answered.</summary>
    public ValueTask<bool> AdmitAsync(HttpContext http, AuthorizationLevel level, string? function)
        => level == AuthorizationLevel.Anonymous || !keys.Any ? new(true) : CheckAsync(http, level, function);

    private async ValueTask<bool> CheckAsync(HttpContext http, AuthorizationLevel level, string? function)
    {
        var key = http.Request.Headers[Header].ToString();
        if (key.Length == 0)
        {
            key = http.Request.Query[QueryParameter].ToString();
        }

        if (key.Length == 0)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return false;
        }

        // The right key first: whoever guesses from the same address, behind the same proxy, must not lock it out.
        if (keys.Opens(key, level, function))
        {
            return true;
        }

        var caller = http.Connection.RemoteIpAddress;
        if (limit.WaitFor(caller) is { } wait)
        {
            http.Response.OnStarting(() =>
            {
                http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            });
            await Problem.WriteAsync(http, StatusCodes.Status429TooManyRequests, "Too many wrong keys.", "Wait for as long as Retry-After says, and use the right key.").ConfigureAwait(false);
            return false;
        }

        limit.Failed(caller);
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return false;
    }
}
