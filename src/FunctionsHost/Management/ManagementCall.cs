using System.Text.Encodings.Web;
using FunctionsHost.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FunctionsHost.Management;

/// <summary>One call of the management API: what it asks, and how it is answered.</summary>
internal sealed class ManagementCall(HttpContext http)
{
    /// <summary>The largest body that is read.</summary>
    public const int MaxBody = 10 * 1024 * 1024;

    private const string JsonType = "application/json; charset=utf-8";
    // As readable as Durable Functions writes it; the content type keeps browsers from taking it for a page.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions JsonLimits = new() { MaxDepth = 64 };

    public HttpContext Http => http;

    public CancellationToken CancellationToken => http.RequestAborted;

    /// <summary>Scheme, host and port that the call was made to.</summary>
    public string Authority => $"{http.Request.Scheme}://{http.Request.Host}";

    public string InstanceId => Route("instanceId")!;

    public string? Reason => Text("reason");

    /// <summary>A route value. An escaped slash is the one thing that the server leaves escaped.</summary>
    public string? Route(string name) => (http.Request.RouteValues[name] as string)?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    public string? Text(string name) => http.Request.Query[name] is { Count: > 0 } values ? values[0] : null;

    public bool Flag(string name, bool otherwise) => Text(name) switch
    {
        null or "" => otherwise,
        var text => bool.TryParse(text, out var flag) ? flag : throw Bad(name, text, "true or false"),
    };

    public int? Number(string name, int least) => Text(name) switch
    {
        null or "" => null,
        var text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw Bad(name, text, $"a whole number from {least}"),
    };

    public DateTimeOffset? Time(string name) => Text(name) switch
    {
        null or "" => null,
        var text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw Bad(name, text, "a time such as 2026-01-31T12:00:00Z"),
    };

    public TimeSpan? Seconds(string name) => Text(name) switch
    {
        null or "" => null,
        var text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 86_400
            ? TimeSpan.FromSeconds(seconds)
            : throw Bad(name, text, "a number of seconds up to 86400"),
    };

    public List<OrchestrationStatus> Statuses()
    {
        var statuses = new List<OrchestrationStatus>();
        foreach (var text in http.Request.Query["runtimeStatus"].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            statuses.Add(!char.IsAsciiDigit(text[0]) && Enum.TryParse<OrchestrationStatus>(text, ignoreCase: true, out var status) && Enum.IsDefined(status)
                ? status
                : throw Bad("runtimeStatus", text, $"of {string.Join(", ", Enum.GetNames<OrchestrationStatus>())}"));
        }

        return statuses;
    }

    /// <summary>The body as JSON; null when there is none and it may be left out.</summary>
    public async Task<JsonElement?> BodyAsync(bool required)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBody;
        }

        if (http.Request.ContentType is null ? required : !http.Request.HasJsonContentType())
        {
            throw new ManagementException(StatusCodes.Status415UnsupportedMediaType, $"The body's content type is '{http.Request.ContentType}': send application/json.");
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, CancellationToken).ConfigureAwait(false);
        if (body.Length == 0 && !required)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length), JsonLimits);
            JsonText.Check(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ManagementException(StatusCodes.Status400BadRequest, $"Invalid JSON content: {e.Message}");
        }
    }

    /// <summary>Answers with a status alone.</summary>
    public void Answer(int status) => http.Response.StatusCode = status;

    /// <summary>Answers with JSON.</summary>
    public async Task AnswerAsync(int status, Action<Utf8JsonWriter> write, string contentType = JsonType)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, Readable))
        {
            write(json);
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), CancellationToken).ConfigureAwait(false);
    }

    /// <summary>Answers that the call is not as it should be: problem details, with the message also where Durable Functions has it.</summary>
    public Task RefuseAsync(int status, string message)
        => AnswerAsync(
            status,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("title", "The request cannot be answered.");
                json.WriteNumber("status", status);
                json.WriteString("detail", message);
                json.WriteString("Message", message);
                json.WriteEndObject();
            },
            Problem.ContentType);

    private static ManagementException Bad(string name, string text, string expected)
        => new(StatusCodes.Status400BadRequest, $"The parameter '{name}' is '{text}': it must be {expected}.");
}

/// <summary>A management call that cannot be answered as asked.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">What is wrong and what to send instead.</param>
internal sealed class ManagementException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
