using FunctionsHost.Http;
using FunctionsHost.Management;
using Microsoft.Net.Http.Headers;

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
            return await RefuseAsync(http, level, "A key is needed.").ConfigureAwait(false);
        }

        // The right key first: whoever guesses from the same address, behind the same proxy, must not lock it out.
        if (keys.Opens(key, level, function))
        {
            return true;
        }

        var caller = http.Connection.RemoteIpAddress;
        if (limit.WaitFor(caller) is { } wait)
        {
            var seconds = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await Problem.WriteAsync(
                http, StatusCodes.Status429TooManyRequests, "Too many wrong keys.", "Wait for as long as Retry-After says, and use the right key.",
                header: (HeaderNames.RetryAfter, seconds)).ConfigureAwait(false);
            return false;
        }

        limit.Failed(caller);
        return await RefuseAsync(http, level, "The key does not open this.").ConfigureAwait(false);
    }

    // No scheme is registered for keys; browsers ask nobody for a password when they do not know it.
    private static async Task<bool> RefuseAsync(HttpContext http, AuthorizationLevel level, string title)
    {
        var challenge = $"ApiKey realm=\"{Opened(level)}\", header=\"{Header}\"";
        if (ManagementAddresses.Include(http.Request.Path))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            http.Response.Headers.WWWAuthenticate = challenge;
            return false;
        }

        await Problem.WriteAsync(
            http, StatusCodes.Status401Unauthorized, title, $"Send a key for {Opened(level)} in the header {Header}, or as {QueryParameter} in the query; {KeyRing.Section} sets it.",
            header: (HeaderNames.WWWAuthenticate, challenge)).ConfigureAwait(false);
        return false;
    }

    private static string Opened(AuthorizationLevel level) => level switch
    {
        AuthorizationLevel.Function => "functions",
        AuthorizationLevel.System => "management",
        _ => "administration",
    };
}
