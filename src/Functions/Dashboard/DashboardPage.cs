using CharacterFanOut.Functions.Http;
using CharacterFanOut.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace CharacterFanOut.Functions.Dashboard;

/// <summary>
/// <c>GET dashboard</c> and its files: the page. Whoever reaches the host may read it; it has no data in it, and asks for a
/// key before it asks for any.
/// </summary>
public static class DashboardPage
{
    // Nothing from elsewhere, nothing inline, nothing parsed as HTML by script, and no frame around it.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    [Function("Dashboard")]
    [ApiOperation("The web page, or a file of it.")]
    [ApiAnswer(200, "The file.", Also = "text/html, text/css, text/javascript, image/svg+xml", Headers = "ETag, Content-Security-Policy")]
    [ApiAnswer(304, "It is the one that is already there.", Headers = "ETag")]
    [ApiAnswer(404, "The page has no such file.")]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dashboard/{*asset}")] HttpRequest request)
    {
        var name = NameOf(request);
        if (name is "" && request.Path.Value!.EndsWith('/'))
        {
            // The page names its files relative to a path without the slash.
            return Results.Redirect("../dashboard", permanent: true);
        }

        if (!DashboardAssets.All.TryGetValue(name is "" ? DashboardAssets.Index : name, out var asset))
        {
            return Problems.NoSuchAsset(name);
        }

        Protect(request.HttpContext.Response.Headers);
        return Results.Bytes(asset.Content, asset.ContentType, entityTag: new EntityTagHeaderValue(asset.ETag, isWeak: true));
    }

    private static string NameOf(HttpRequest request)
    {
        const string Segment = "/dashboard";
        var path = request.Path.Value ?? "";
        var at = path.IndexOf(Segment, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? "" : path[(at + Segment.Length)..].TrimStart('/');
    }

    private static void Protect(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }
}
