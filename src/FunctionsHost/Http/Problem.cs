namespace FunctionsHost.Http;

/// <summary>Answers with RFC 9457 problem details.</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    /// <summary>Writes a problem, unless the response has begun.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="title">What is wrong.</param>
    /// <param name="detail">What to change.</param>
    /// <param name="invocationId">The invocation to look for in the log, where there is one.</param>
    /// <param name="header">A header that belongs to it.</param>
    public static async Task WriteAsync(
        HttpContext http, int status, string title, string? detail = null, string? invocationId = null, (string Name, string Value)? header = null)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = status;
        http.Response.ContentType = ContentType;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (header is { } more)
        {
            http.Response.Headers[more.Name] = more.Value;
        }

        if (HttpMethods.IsHead(http.Request.Method))
        {
            return;
        }

        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            if (detail is not null)
            {
                json.WriteString("detail", detail);
            }

            if (invocationId is not null)
            {
                json.WriteString("invocationId", invocationId);
            }

            json.WriteEndObject();
        }

        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted).ConfigureAwait(false);
    }
}
