using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The HTTP side of an invocation.</summary>
public static class FunctionContextExtensions
{
    /// <summary>The key under which the HTTP context lies among the invocation's items, as in the real worker.</summary>
    internal const string HttpContextKey = "HttpRequestContext";

    /// <summary>The HTTP context of an HTTP-triggered invocation; null for any other.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(HttpContextKey, out var value) ? value as HttpContext : null;
    }
}
