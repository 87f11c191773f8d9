using System.Text;
using CharacterFanOut.SampleApi.Faults;

namespace CharacterFanOut.SampleApi.Http;

/// <summary>An answer that is complete before its first byte is sent, so that a fault can change it.</summary>
internal sealed record Answer(int Status, ReadOnlyMemory<byte> Body) : IResult
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    private string ContentType { get; init; } = "application/json; charset=utf-8";

    // Null: that of the body.
    private int? ContentLength { get; init; }

    private Fault? Fault { get; init; }

    public static Answer Json<T>(T value, int status = 200) => new(status, SampleApiJson.ToBytes(value));

    public static Answer Error(int status, string message) => Json(new Dictionary<string, string> { ["error"] = message }, status);

    /// <summary>This answer, as a fault changes it.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="createWrong">Creates the body of a character with a field missing or another id.</param>
    public Answer With(Fault fault, Func<byte[]> createWrong)
    {
        Answer answer = fault switch
        {
            { Body: { } body } => new Answer(fault.Status ?? Status, Encoding.UTF8.GetBytes(body)) { Fault = fault },
            { Status: 429 } => Error(429, "Too many requests, please try again later.") with { Fault = fault },
            { Status: { } status } => Error(status, "Something went wrong, as it was asked to") with { Fault = fault },
            _ => this with { Fault = fault },
        };
        return answer.Status != 200 ? answer : fault.Malformed switch
        {
            MalformedKind.NotJson => answer with { Body = "<html><body>This is not the page you are looking for</body></html>"u8.ToArray(), ContentType = "text/html" },
            MalformedKind.Truncated => answer with { Body = Body[..(Body.Length / 2)] },
            MalformedKind.CutOff => answer with { Body = Body[..(Body.Length / 2)], ContentLength = Body.Length },
            MalformedKind.Oversized => answer with { Body = (byte[])[.. Body.Span, .. Enumerable.Repeat((byte)' ', (1 << 20) + 1)] },
            MalformedKind.MissingField or MalformedKind.WrongId => answer with { Body = createWrong() },
            _ => answer,
        };
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = ContentLength ?? Body.Length;
        if (Fault?.Malformed == MalformedKind.BadGzip)
        {
            response.Headers.ContentEncoding = "gzip";
        }

        if (Fault?.RetryAfter is { } retryAfter)
        {
            response.Headers.RetryAfter = retryAfter;
        }

        foreach ((string name, string value) in Fault?.Headers ?? NoHeaders)
        {
            response.Headers[name] = value;
        }

        // Where less is sent than announced, Kestrel closes the connection behind it.
        await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }
}
