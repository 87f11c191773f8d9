namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>The cookies of a response.</summary>
public abstract class HttpCookies
{
    /// <summary>Adds a cookie.</summary>
    public abstract void Append(IHttpCookie cookie);

    /// <summary>Adds a session cookie.</summary>
    public abstract void Append(string name, string value);

    /// <summary>A cookie to fill in and append.</summary>
    public abstract IHttpCookie CreateNew();
}
