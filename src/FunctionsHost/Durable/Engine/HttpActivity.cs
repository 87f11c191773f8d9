using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization;

namespace FunctionsHost.Durable.Engine;

/// <summary>
/// The activity behind <c>CallHttpAsync</c>: one request and its answer. The orchestration context polls a 202 itself, with
/// durable timers between the calls.
/// </summary>
internal sealed class HttpActivity(IHttpClientFactory clients)
{
    /// <summary>The name that the orchestration context schedules.</summary>
    public const string Name = "BuiltIn::HttpActivity";

    /// <summary>Sends the request that the input describes.</summary>
    /// <returns>The answer as JSON.</returns>
    /// <exception cref="HttpCallException">There was no answer, or one that is to be retried.</exception>
    public async Task<string?> SendAsync(string? input, CancellationToken cancellationToken)
    {
        var call = JsonSerializer.Deserialize(input ?? "null", HttpCallJson.Default.HttpCall) ?? throw new HttpCallException("The HTTP call has no request.", null);
        if (call.TokenSource is not null)
        {
            throw new HttpCallException("This host has no managed identity to fetch a token with: set the Authorization header instead.", null);
        }

        using var client = clients.CreateClient(Name);
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (call.Timeout is { } limit)
            {
                timeout.CancelAfter(limit);
            }

            using var request = Request(call);
            using var response = await client.SendAsync(request, timeout.Token).ConfigureAwait(false);
            if (call.RetryOptions is { } retry && retry.IsFor(response.StatusCode))
            {
                throw new HttpRequestException($"The answer was {(int)response.StatusCode} ({response.StatusCode}), which is to be retried.", null, response.StatusCode);
            }

            return JsonSerializer.Serialize(
                new HttpAnswer((int)response.StatusCode, Headers(response), await response.Content.ReadAsStringAsync(timeout.Token).ConfigureAwait(false)),
                HttpCallJson.Default.HttpAnswer);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            var late = new TimeoutException($"There was no answer from {call.Uri.Host} within {call.Timeout ?? client.Timeout}.", e);
            throw new HttpCallException(late.Message, late);
        }
        catch (HttpRequestException e)
        {
            throw new HttpCallException(e.Message, e);
        }
    }

    private static HttpRequestMessage Request(HttpCall call)
    {
        var request = new HttpRequestMessage(new HttpMethod(call.Method), call.Uri);
        var contentType = "text/plain";
        foreach (var (name, values) in call.Headers ?? [])
        {
            if (string.Equals(name, "Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                contentType = Values(values).FirstOrDefault() ?? contentType;
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, Values(values));
            }
        }

        if (call.Content is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(call.Content));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.TryParse(contentType, out var parsed)
                ? parsed
                : throw new HttpCallException($"The content type '{contentType}' is none.", null);
        }

        return request;
    }

    private static Dictionary<string, JsonElement> Headers(HttpResponseMessage response)
        => response.Headers.Concat(response.Content.Headers).ToDictionary(
            static header => header.Key,
            static header => header.Value.ToList() is [var only]
                ? JsonSerializer.SerializeToElement(only, HttpCallJson.Default.String)
                : JsonSerializer.SerializeToElement([.. header.Value], HttpCallJson.Default.StringArray));

    private static IEnumerable<string> Values(JsonElement value)
        => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(static item => item.GetString() ?? "") : [value.GetString() ?? ""];
}

/// <summary>An HTTP call of an orchestrator failed.</summary>
internal sealed class HttpCallException(string message, Exception? inner) : Exception(message, inner);

/// <summary>The request, as the orchestration context writes it. A header's value is a text or a list of texts.</summary>
internal sealed record HttpCall(
    string Method,
    Uri Uri,
    Dictionary<string, JsonElement>? Headers,
    string? Content,
    HttpCallRetry? RetryOptions,
    JsonElement? TokenSource,
    TimeSpan? Timeout);

/// <summary>Which answers count as failures, so that the activity is retried.</summary>
internal sealed record HttpCallRetry([property: JsonPropertyName("StatusCodesToRetry")] IReadOnlyList<int>? StatusCodes)
{
    public bool IsFor(HttpStatusCode status) => StatusCodes is { Count: > 0 } ? StatusCodes.Contains((int)status) : (int)status >= 400;
}

/// <summary>The answer, as the orchestration context reads it.</summary>
internal sealed record HttpAnswer(int StatusCode, Dictionary<string, JsonElement> Headers, string Content);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(HttpCall))]
[JsonSerializable(typeof(HttpAnswer))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class HttpCallJson : JsonSerializerContext;
