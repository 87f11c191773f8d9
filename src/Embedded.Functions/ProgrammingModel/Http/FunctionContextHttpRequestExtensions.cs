using EmbeddedFunctions.Http;
using EmbeddedFunctions.Invocation;
using Microsoft.Azure.Functions.Worker.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>An HTTP invocation's request and response, for middleware.</summary>
public static class FunctionContextHttpRequestExtensions
{
    private const string HttpBinding = "http";

    /// <summary>The request of an HTTP trigger; null for any other.</summary>
    public static ValueTask<HttpRequestData?> GetHttpRequestDataAsync(this FunctionContext context)
    {
        var invocation = InvocationContext.Of(context);
        return new(invocation.Http is null ? null : RequestData.Of(invocation));
    }

    /// <summary>The response that the function returned, by itself or in a property; null when it returned none.</summary>
    public static HttpResponseData? GetHttpResponseData(this FunctionContext context)
        => context.GetInvocationResult().Value as HttpResponseData
            ?? context.GetOutputBindings<HttpResponseData>().FirstOrDefault(output => output.BindingType == HttpBinding)?.Value;
}
