using System.Text;
using CharacterFanOut.SampleApi.Faults;

namespace CharacterFanOut.SampleApi.Http;

/// <summary>An answer that is complete before its first byte is sent, so that a fault can change it.</summary>
internal sealed record Answer(int Status, ReadOnlyMemory<byte> Body) : IResult
{
    private string ContentType { get; init; } = "application/json; charset=utf-8";

    private int ContentLength { get; init; } = Body.Length;

    private IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static Answer Json<T>(T value, int status = 200) => new(status, SampleApiJson.ToBytes(value));

    public static Answer Error(int status, string message) => Json(new Dictionary<string, string> { ["error"] = message }, status);

    /// <summary>This answer with a fault's status, body and headers.</summary>
    public Answer With(Fault fault)
    {
        Answer answer = fault switch
        {
            { Body: { } body } => new Answer(fault.Status ?? Status, Encoding.UTF8.GetBytes(body)),
            { Status: 429 } => Error(429, "Too many requests, please try again later."),
            { Status: { } status } => Error(status, "Something went wrong, as it was asked to"),
            _ => this,
        };
        Dictionary<string, string> headers = new(fault.Headers ?? Headers);
        if (fault.RetryAfter is { } retryAfter)
        {
            headers["Retry-After"] = retryAfter;
        }

        return answer with { Headers = headers };
    }

    /// <summary>This answer, not as it should be.</summary>
    /// <param name="kind">In which way.</param>
    /// <param name="wrong">The character with a field missing or another id, where the answer is a character.</param>
    public Answer With(MalformedKind kind, Func<Answer> wrong) => kind switch
    {
        MalformedKind.NotJson => new Answer(200, "<html><body>This is not the page you are looking for</body></html>"u8.ToArray()) { ContentType = "text/html" },
        MalformedKind.Truncated => new Answer(200, Body[..(Body.Length / 2)]),
        MalformedKind.CutOff => new Answer(200, Body[..(Body.Length / 2)]) { ContentLength = Body.Length },
        MalformedKind.Oversized => new Answer(200, (byte[])[.. Body.Span, .. Enumerable.Repeat((byte)' ', (1 << 20) + 1)]),
        MalformedKind.BadGzip => this with { Headers = new Dictionary<string, string> { ["Content-Encoding"] = "gzip" } },
        _ => wrong(),
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = ContentLength;
        foreach ((string name, string value) in Headers)
        {
            response.Headers[name] = value;
        }

        // Where less is sent than announced, Kestrel closes the connection behind it.
        await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }
}
