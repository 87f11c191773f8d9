using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Primitives;

namespace EmbeddedFunctions.Http;

/// <summary>A response as <see cref="HttpResponseData"/>: gathered in memory, sent when the function returns it.</summary>
internal sealed class ResponseData(FunctionContext context) : HttpResponseData(context)
{
    private readonly ResponseCookies _cookies = new();

    public override Stream Body { get; set; } = new MemoryStream();

    public override HttpCookies Cookies => _cookies;

    public override HttpHeadersCollection Headers { get; set; } = [];

    public override HttpStatusCode StatusCode { get; set; } = HttpStatusCode.OK;

    /// <summary>Sends a response, of whatever class.</summary>
    public static async Task SendAsync(HttpResponseData response, HttpContext http)
    {
        http.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers)
        {
            if (!name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) && !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                http.Response.Headers[name] = new StringValues([.. values]);
            }
        }

        (response as ResponseData)?._cookies.WriteTo(http.Response);
        var body = response.Body;
        await using (body.ConfigureAwait(false))
        {
            if (body.CanSeek)
            {
                body.Position = 0;
            }

            if ((!body.CanSeek || body.Length > 0) && http.Response.StatusCode is not (StatusCodes.Status204NoContent or StatusCodes.Status304NotModified))
            {
                if (body.CanSeek)
                {
                    http.Response.ContentLength = body.Length;
                }

                await body.CopyToAsync(http.Response.Body, http.RequestAborted).ConfigureAwait(false);
            }
        }
    }
}
