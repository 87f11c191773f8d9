using FunctionsHost.Http;
using FunctionsHost.Keys;

namespace FunctionsHost.Security;

/// <summary>Stands before everything: refuses foreign hosts, changes where the host only reads and, where no key guards, foreign pages.</summary>
internal sealed partial class RequestGuard(RequestDelegate next, HostNames names, KeyRing keys, HostSettings settings, ILogger<RequestGuard> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (!names.IsOurs(http.Request.Host))
        {
            await Problem.WriteAsync(http, StatusCodes.Status421MisdirectedRequest, "This host does not go by that name.", "Address it as localhost, or add the name to FunctionsHost:AllowedHosts.").ConfigureAwait(false);
            return;
        }

        if (settings.ReadOnly && IsUnsafe(http.Request.Method))
        {
            await Problem.WriteAsync(http, StatusCodes.Status403Forbidden, "This host only reads.", "It was started to answer questions. Start one that works to change something.").ConfigureAwait(false);
            return;
        }

        if (!keys.Any && IsUnsafe(http.Request.Method) && IsForeign(http.Request))
        {
            await Problem.WriteAsync(http, StatusCodes.Status403Forbidden, "Another site's page may not change anything here.", "Add its origin to Host.CORS in local.settings.json.").ConfigureAwait(false);
            return;
        }

        try
        {
            await next(http).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            await Problem.WriteAsync(http, e.StatusCode, "The request cannot be read.", e.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (Exception e)
        {
            Log.Failed(logger, http.Request.Method, http.Request.Path, e);
            await Problem.WriteAsync(http, StatusCodes.Status500InternalServerError, "The host failed.", "The log says why.").ConfigureAwait(false);
        }
    }

    private static bool IsUnsafe(string method)
        => !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method));

    private bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0)
        {
            return request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
        }

        return !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            && !settings.CorsOrigins.Contains("*")
            && !settings.CorsOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The host failed on {Method} {Path}.")]
        public static partial void Failed(ILogger logger, string method, PathString path, Exception exception);
    }
}
