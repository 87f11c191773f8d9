using System.Text;

namespace CharacterFanOut.SampleApi.Http;

/// <summary>An answer that is complete before its first byte is sent, so that a fault can change it.</summary>
internal sealed record Answer(int Status, ReadOnlyMemory<byte> Body) : IResult
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    private string ContentType { get; init; } = "application/json; charset=utf-8";

    // Null: that of the body.
    private int? ContentLength { get; init; }

    private Fault? Fault { get; init; }

    public static Answer Json<T>(T value, int status = 200) => new(status, JsonSerializer.SerializeToUtf8Bytes(value, SampleApiJson.Options));

    public static Answer Error(int status, string message) => Json(new Dictionary<string, string> { ["error"] = message }, status);

    /// <summary>This answer, as a fault changes it; <paramref name="createWrong"/> creates that of a character with a field missing or another id.</summary>
    public Answer With(Fault fault, Func<Answer> createWrong) => fault switch
    {
        { Body: { } body } => new Answer(fault.Status ?? Status, Encoding.UTF8.GetBytes(body)),
        { Status: 429 } => Error(429, "Too many requests, please try again later."),
        { Status: { } status } => Error(status, "Something went wrong, as it was asked to"),
        _ when Status != 200 => this,
        { Malformed: MalformedKind.NotJson } => this with { Body = "<html><body>This is not the page you are looking for</body></html>"u8.ToArray(), ContentType = "text/html" },
        { Malformed: MalformedKind.Truncated } => this with { Body = Body[..(Body.Length / 2)] },
        { Malformed: MalformedKind.CutOff } => this with { Body = Body[..(Body.Length / 2)], ContentLength = Body.Length },
        { Malformed: MalformedKind.Oversized } => this with { Body = (byte[])[.. Body.Span, .. Enumerable.Repeat((byte)' ', (1 << 20) + 1)] },
        { Malformed: MalformedKind.MissingField or MalformedKind.WrongId } => createWrong(),
        _ => this,
    } with { Fault = fault };

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
