using System.Net;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>A response to an HTTP request.</summary>
/// <param name="functionContext">The invocation.</param>
public abstract class HttpResponseData(FunctionContext functionContext)
{
    /// <summary>The body: write to it, or replace it.</summary>
    public abstract Stream Body { get; set; }

    /// <summary>The cookies to set.</summary>
    public abstract HttpCookies Cookies { get; }

    /// <summary>The invocation.</summary>
    public FunctionContext FunctionContext { get; } = functionContext ?? throw new ArgumentNullException(nameof(functionContext));

    /// <summary>The headers.</summary>
    public abstract HttpHeadersCollection Headers { get; set; }

    /// <summary>The status; 200 unless set.</summary>
    public abstract HttpStatusCode StatusCode { get; set; }

    /// <summary>A response to the given request.</summary>
    public static HttpResponseData CreateResponse(HttpRequestData request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.CreateResponse();
    }
}
