using System.Collections.Specialized;
using System.Security.Claims;
using EmbeddedFunctions.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace EmbeddedFunctions.Http;

/// <summary>A request as <see cref="HttpRequestData"/>.</summary>
internal sealed class RequestData : HttpRequestData
{
    private readonly HttpContext _http;
    private HttpHeadersCollection? _headers;
    private Uri? _url;
    private NameValueCollection? _query;

    private RequestData(InvocationContext context, HttpContext http)
        : base(context)
    {
        _http = http;

        // Code written against HttpRequestData reads its body synchronously, which the real worker allows.
        if (http.Features.Get<IHttpBodyControlFeature>() is { } control)
        {
            control.AllowSynchronousIO = true;
        }
    }

    public override Stream Body => _http.Request.Body;

    public override IReadOnlyCollection<IHttpCookie> Cookies
        => [.. _http.Request.Cookies.Select(cookie => new RequestCookie(cookie.Key, cookie.Value))];

    public override HttpHeadersCollection Headers
        => _headers ??= new(_http.Request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.Select(value => value ?? ""))));

    public override IEnumerable<ClaimsIdentity> Identities => _http.User.Identities;

    public override string Method => _http.Request.Method;

    public override NameValueCollection Query => _query ??= ReadQuery();

    public override Uri Url => _url ??= new(_http.Request.GetEncodedUrl());

    /// <summary>The request of an HTTP-triggered invocation; the same object each time.</summary>
    public static RequestData Of(InvocationContext context)
    {
        if (context.Features.Get<RequestData>() is { } known)
        {
            return known;
        }

        var made = new RequestData(context, context.Http!);
        context.Features.Set(made);
        return made;
    }

    public override HttpResponseData CreateResponse() => new ResponseData(FunctionContext);

    private NameValueCollection ReadQuery()
    {
        var query = new NameValueCollection(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in _http.Request.Query)
        {
            foreach (var value in values)
            {
                query.Add(name, value);
            }
        }

        return query;
    }
}
