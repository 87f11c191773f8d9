using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a function for each HTTP request to its route.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Any method, level <see cref="AuthorizationLevel.Function"/>.</summary>
    public HttpTriggerAttribute()
        : this(AuthorizationLevel.Function)
    {
    }

    /// <summary>Any method, the given level.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

    /// <summary>The given methods, level <see cref="AuthorizationLevel.Function"/>.</summary>
    public HttpTriggerAttribute(params string[] methods)
        : this(AuthorizationLevel.Function, methods)
    {
    }

    /// <summary>The given methods and level.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>Which key a call must bring.</summary>
    public AuthorizationLevel AuthLevel { get; }

    /// <summary>The methods answered; null or empty: any.</summary>
    public string[]? Methods { get; }

    /// <summary>The route template under the route prefix; null: the function's name.</summary>
    public string? Route { get; set; }
}
