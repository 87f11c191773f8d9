using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace CharacterFanOut.Characters;

/// <summary>
/// Sends one request and reads its whole answer, both under the attempt's timeout: a body that breaks or stops in the middle is then a failure
/// that is retried. What the upstream does is in the <see cref="Attempt"/>; only cancellation throws.
/// </summary>
internal sealed class AttemptSender(HttpClient http, CharacterApiOptions options, TimeProvider time)
{
    /// <summary>How many KB of response headers are read.</summary>
    public const int MaxHeadersKilobytes = 64;

    // More of an error page than a message shows: a body that was read to its end leaves the connection for the next request.
    private const int MaxErrorBytes = 65_536;

    // An upstream may repeat a request's headers. Short parts, such as "Basic", would hit plain words.
    private readonly string[] secrets =
        [.. options.Headers.Values.SelectMany(static value => value.Split(' ').Append(value)).Where(static part => part.Length >= 6).OrderByDescending(static part => part.Length)];

    private readonly UpstreamAddress address = options.Address;

    /// <summary>In place of an id: the list of characters, which says how many there are.</summary>
    public const int List = 0;

    /// <summary>Asks for a character once.</summary>
    /// <param name="callerToken">Gives the whole fetch up.</param>
    /// <param name="cancellationToken">Gives this attempt up: the caller's, or a timeout's.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<Attempt> SendAsync(int id, CancellationToken callerToken, CancellationToken cancellationToken)
    {
        UpstreamConnection.Exchange exchange = UpstreamConnection.Track();
        try
        {
            return await ExchangeAsync(id, exchange, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The upstream may go on working on what was given up: until it has closed the connection, the request is in flight.
            if (!exchange.IsComplete && exchange.Connection?.Closed is { } closed)
            {
                await closed.WaitAsync(callerToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<Attempt> ExchangeAsync(int id, UpstreamConnection.Exchange exchange, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, id == List ? address.List : address.Of(id));
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Unanswered(exception);
        }

        using HttpResponseMessage response = answer;
        bool isOk = response.StatusCode == HttpStatusCode.OK;
        int maxBytes = isOk ? options.MaxResponseBytes : MaxErrorBytes;
        ArrayBufferWriter<byte> body = new(2048);
        try
        {
            exchange.IsComplete = await TryReadAsync(response.Content, body, maxBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The status and the headers of any other answer count whatever its body is.
            if (isOk)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return Broken(response, exception);
            }
        }

        return !isOk ? Refused(response, body.WrittenSpan)
            : exchange.IsComplete ? Parse(id, body.WrittenSpan)
            : Malformed($"answered with a body larger than {maxBytes} bytes");
    }

    private static async Task<bool> TryReadAsync(HttpContent content, ArrayBufferWriter<byte> body, int maxBytes, CancellationToken cancellationToken)
    {
        Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        int read;
        while ((read = await stream.ReadAsync(body.GetMemory(), cancellationToken).ConfigureAwait(false)) > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > maxBytes)
            {
                return false;
            }
        }

        return true;
    }

    private Attempt Unanswered(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            Malformed($"answered with headers larger than {MaxHeadersKilobytes * 1024} bytes"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } =>
            NotReached(Describe(exception), isOutage: true),

        // Not the attempt's timeout, but the one for connecting.
        OperationCanceledException => NotReached("no connection in time", isOutage: true),
        _ => NotReached(Describe(exception), isOutage: false),
    };

    private static Attempt NotReached(string why, bool isOutage) =>
        new() { Kind = FailureKind.Network, Text = $"could not be reached: {why}", IsTransient = true, IsOutage = isOutage };

    private Attempt Broken(HttpResponseMessage response, Exception exception) => exception is IOException or HttpRequestException
        ? new() { Kind = FailureKind.Network, Text = $"broke off in the middle of its answer: {Describe(exception)}", IsTransient = true }
        : Malformed("answered with a body that cannot be decompressed", $" ({Describe(exception)})") with { IsTransient = true };

    private Attempt Refused(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        HttpStatusCode status = response.StatusCode;
        string detail = response.Headers.Location is { } location
            ? $" and a redirect to {Clean(MessageText.Redact(location.OriginalString), 200)}, which is not followed: set {CharacterApiOptions.SectionName}:{nameof(CharacterApiOptions.BaseAddress)} to where the API is"
            : $" and {Excerpt(body)}";
        return new()
        {
            Status = status,
            Kind = status switch
            {
                HttpStatusCode.NotFound => FailureKind.NotFound,
                HttpStatusCode.RequestTimeout => FailureKind.Timeout,
                _ => FailureKind.Upstream,
            },
            Text = string.Create(CultureInfo.InvariantCulture, $"answered {(int)status}"),

            // Of a 404 the kind says it all: with some APIs the body is a page of HTML.
            Detail = status == HttpStatusCode.NotFound ? "" : detail,
            RetryAfter = RetryAfter.From(response.Headers, time),
            IsTransient = status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
            IsOutage = status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
        };
    }

    private Attempt Parse(int id, ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> json = body.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
        try
        {
            return id == List ? ParseCount(json) : options.Shape == ItemShape.Any ? ParseAny(id, json) : JsonSerializer.Deserialize(json, CharacterJsonContext.Default.Character) switch
            {
                null => Malformed("answered null"),
                { Id: var other } when other != id => Malformed("answered with another character", $", {other}"),
                var character => Fetched(new(id, JsonSerializer.SerializeToElement(character, CharacterJsonContext.Default.Character), IsCharacter: true)),
            };
        }
        catch (JsonException) when (IsCutShort(json))
        {
            return Malformed("answered with only the beginning of something", $": {Excerpt(body)}") with { IsTransient = true };
        }
        catch (JsonException exception)
        {
            return Malformed($"answered something else than {(options.Shape == ItemShape.Any ? "JSON" : "a character")}", $": {Excerpt(body)} ({Clean(exception.Message, 160).TrimEnd('.')})");
        }
    }

    private static Attempt Fetched(Item item) => new() { Item = item, Text = "answered 200" };

    private static Attempt ParseAny(int id, ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        JsonElement item = JsonElement.ParseValue(ref reader);
        return reader.Read() ? throw new JsonException("There is more after it.") : item.ValueKind == JsonValueKind.Null ? Malformed("answered null") : Fetched(new(id, item, IsCharacter: false));
    }

    private static Attempt ParseCount(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        using JsonDocument list = JsonDocument.ParseValue(ref reader);
        return list.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("info", out JsonElement info)
            && info.ValueKind == JsonValueKind.Object && info.TryGetProperty("count", out JsonElement count)
            && count.ValueKind == JsonValueKind.Number && count.TryGetInt32(out int number) && number > 0
                ? new() { Count = number, Text = "answered 200" }
                : Malformed("answered something else than a list of characters with info.count");
    }

    // Whether more bytes could make it valid JSON. A transfer can be cut short without an error on the wire, such as by a proxy.
    private static bool IsCutShort(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
            }

            return reader.CurrentDepth > 0 || reader.TokenType is JsonTokenType.None or JsonTokenType.StartObject or JsonTokenType.StartArray;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Attempt Malformed(string text, string detail = "") => new() { Kind = FailureKind.Malformed, Text = text, Detail = detail };

    // As UTF-8 whatever the Content-Type claims: an unknown charset is no reason to fail.
    private string Excerpt(ReadOnlySpan<byte> body) => MessageText.Excerpt(Mask(Encoding.UTF8.GetString(body)));

    private string Clean(string text, int maxLength) => MessageText.OneLine(Mask(text), maxLength);

    // The exception's message, with the innermost cause's where that says more.
    private string Describe(Exception exception)
    {
        string message = exception.Message.TrimEnd('.');
        string cause = exception.GetBaseException().Message.TrimEnd('.');
        return Clean(message.Contains(cause, StringComparison.Ordinal) ? message : $"{message}: {cause}", 200);
    }

    private string Mask(string text) => secrets.Aggregate(text, static (masked, secret) => masked.Replace(secret, "***", StringComparison.Ordinal));
}
