namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>A cookie.</summary>
public interface IHttpCookie
{
    /// <summary>The hosts that it is sent to.</summary>
    string? Domain { get; }

    /// <summary>When it ends.</summary>
    DateTimeOffset? Expires { get; }

    /// <summary>Whether scripts cannot see it.</summary>
    bool? HttpOnly { get; }

    /// <summary>After how many seconds it ends.</summary>
    double? MaxAge { get; }

    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>The paths that it is sent to.</summary>
    string? Path { get; }

    /// <summary>Whether other sites' requests carry it.</summary>
    SameSite SameSite { get; }

    /// <summary>Whether only HTTPS carries it.</summary>
    bool? Secure { get; }

    /// <summary>Its value.</summary>
    string Value { get; }
}
