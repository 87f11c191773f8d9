using System.Collections.Specialized;
using System.Security.Claims;
using System.Web;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>The request that triggered a function.</summary>
/// <param name="functionContext">The invocation.</param>
public abstract class HttpRequestData(FunctionContext functionContext)
{
    private NameValueCollection? _query;

    /// <summary>The body.</summary>
    public abstract Stream Body { get; }

    /// <summary>The cookies.</summary>
    public abstract IReadOnlyCollection<IHttpCookie> Cookies { get; }

    /// <summary>The invocation.</summary>
    public FunctionContext FunctionContext { get; } = functionContext ?? throw new ArgumentNullException(nameof(functionContext));

    /// <summary>The headers.</summary>
    public abstract HttpHeadersCollection Headers { get; }

    /// <summary>Who calls.</summary>
    public abstract IEnumerable<ClaimsIdentity> Identities { get; }

    /// <summary>The method, in upper case.</summary>
    public abstract string Method { get; }

    /// <summary>The query parameters, decoded.</summary>
    public virtual NameValueCollection Query => _query ??= HttpUtility.ParseQueryString(Url.Query);

    /// <summary>The whole address.</summary>
    public abstract Uri Url { get; }

    /// <summary>A response to fill in and return.</summary>
    public abstract HttpResponseData CreateResponse();
}
