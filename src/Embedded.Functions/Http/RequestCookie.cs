using Microsoft.Azure.Functions.Worker.Http;

namespace EmbeddedFunctions.Http;

/// <summary>A cookie that a request brought: a name and a value is all that it says.</summary>
internal sealed record RequestCookie(string Name, string Value) : IHttpCookie
{
    public string? Domain => null;

    public DateTimeOffset? Expires => null;

    public bool? HttpOnly => null;

    public double? MaxAge => null;

    public string? Path => null;

    public SameSite SameSite => SameSite.None;

    public bool? Secure => null;
}
