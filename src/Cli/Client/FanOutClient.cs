using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CharacterFanOut.Cli.Client;

/// <summary>The HTTP API of a host, whichever it is.</summary>
internal sealed class FanOutClient : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    private readonly SocketsHttpHandler handler;
    private readonly HttpClient http;
    private readonly string? whenUnreachable;

    /// <param name="host">The host's root, such as http://127.0.0.1:7071/.</param>
    /// <param name="key">The function key, where the host wants one.</param>
    /// <param name="whenUnreachable">What to say when nothing answers there; null for the address and the reason.</param>
    public FanOutClient(Uri host, string? key, string? whenUnreachable = null)
    {
        Host = host;
        this.whenUnreachable = whenUnreachable;
        handler = new SocketsHttpHandler { ConnectTimeout = ConnectTimeout, UseCookies = false, AllowAutoRedirect = false };
        http = new HttpClient(handler)
        {
            BaseAddress = new Uri(host, "api/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Add("x-functions-key", key);
        }
    }

    /// <summary>The host's root.</summary>
    public Uri Host { get; }

    /// <summary>Starts a fan-out.</summary>
    public async Task<StartedFanOut> StartAsync(StartRequest request, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "fanouts")
        {
            Content = JsonContent.Create(request, ClientJsonContext.Default.StartRequest),
        };
        using var answer = await SendAsync(message, cancellation);
        return await ReadAsync(answer, ClientJsonContext.Default.StartedFanOut, cancellation);
    }

    /// <summary>How a fan-out stands.</summary>
    public async Task<FanOutState> GetAsync(string id, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"fanouts/{Escape(id)}", cancellation);
        return await ReadAsync(answer, ClientJsonContext.Default.FanOutState, cancellation);
    }

    /// <summary>The same, as the host sent it.</summary>
    public async Task<string> GetJsonAsync(string id, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"fanouts/{Escape(id)}", cancellation);
        return await answer.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary>A fan-out's report, which there is once it is over.</summary>
    public async Task<ReportAnswer> GetReportAsync(string id, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"fanouts/{Escape(id)}/report", cancellation);
        var json = await answer.Content.ReadAsStringAsync(cancellation);
        return new(Parse(json, ClientJsonContext.Default.Report), json.Trim());
    }

    /// <summary>Its batches from a number on, as far as they have started.</summary>
    public async Task<BatchesPage> GetBatchesAsync(string id, long from, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"fanouts/{Escape(id)}/batches?from={from}", cancellation);
        return await ReadAsync(answer, ClientJsonContext.Default.BatchesPage, cancellation);
    }

    /// <summary>The fan-outs, newest first.</summary>
    /// <param name="status">Only those with this status, or with one of these with commas between; null for all.</param>
    /// <param name="top">At most so many.</param>
    /// <param name="continuation">Where the page before ended; null for the first page.</param>
    public async Task<(FanOutPage Page, string Json)> ListAsync(string? status, int top, string? continuation, CancellationToken cancellation)
    {
        var query = $"fanouts?top={top}{Part("status", status)}{Part("continuation", continuation)}";
        using var answer = await SendAsync(HttpMethod.Get, query, cancellation);
        var json = await answer.Content.ReadAsStringAsync(cancellation);
        return (Parse(json, ClientJsonContext.Default.FanOutPage), json.Trim());

        static string Part(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
    }

    /// <summary>Pauses, resumes, cancels or retries a fan-out.</summary>
    /// <param name="verb">The last part of the address.</param>
    /// <returns>The fan-out that it is about now: for a retry the new one.</returns>
    public async Task<StartedFanOut> TellAsync(string id, string verb, CancellationToken cancellation)
    {
        // An empty object and not an empty body: the host takes JSON only.
        using var message = new HttpRequestMessage(HttpMethod.Post, $"fanouts/{Escape(id)}/{verb}")
        {
            Content = new StringContent("{}", new MediaTypeHeaderValue("application/json")),
        };
        using var answer = await SendAsync(message, cancellation);
        return await ReadAsync(answer, ClientJsonContext.Default.StartedFanOut, cancellation);
    }

    /// <summary>Deletes a fan-out that is over, results too.</summary>
    public async Task PurgeAsync(string id, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Delete, $"fanouts/{Escape(id)}", cancellation);
    }

    /// <summary>Copies an export as it comes.</summary>
    /// <param name="what"><c>characters</c> or <c>failures</c>.</param>
    /// <param name="format"><c>json</c>, <c>ndjson</c> or <c>csv</c>.</param>
    /// <param name="open">Opens what it is written to, once there is something to write.</param>
    public async Task ExportAsync(string id, string what, string format, Func<Stream> open, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"fanouts/{Escape(id)}/{what}?format={format}", cancellation);
        await using var target = open();
        try
        {
            await answer.Content.CopyToAsync(target, cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException)
        {
            throw CliException.Unreachable($"The host at {Host} broke off in the middle of the export: {e.Message} What was written is not all of it.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        handler.Dispose();
    }

    private static string Escape(string id) => Uri.EscapeDataString(id);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(method, path);
        return await SendAsync(message, cancellation);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(AnswerTimeout);
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        }
        catch (HttpRequestException e)
        {
            throw CliException.Unreachable(
                whenUnreachable ?? $"Cannot reach the host at {Host}: {NetworkText.Reason(e)}.{Environment.NewLine}Start one with \"fanout serve\", or say where it is with --host.", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw CliException.Unreachable($"The host at {Host} did not answer within {AnswerTimeout.TotalSeconds} s.", e);
        }

        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw await RefusedAsync(answer, cancellation);
        }
    }

    private async Task<CliException> RefusedAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var said = ProblemText.Read(await answer.Content.ReadAsStringAsync(cancellation));
        var code = (int)answer.StatusCode;
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(
                ExitCodes.BadInput, $"The host at {Host} wants a key, or another one: give it with --key or in FANOUT_KEY.") { Answer = answer.StatusCode },
            >= HttpStatusCode.InternalServerError => new(
                ExitCodes.Unreachable, $"The host at {Host} failed ({code}): {said ?? "it did not say why."}") { Answer = answer.StatusCode },
            HttpStatusCode.NotFound when said is null => new(
                ExitCodes.BadInput, $"What answers at {Host} knows no fan-outs (404): give the root of a host, such as http://127.0.0.1:7071.") { Answer = answer.StatusCode },
            _ => new(ExitCodes.BadInput, said ?? $"The host at {Host} refused ({code}).") { Answer = answer.StatusCode },
        };
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        Parse(await answer.Content.ReadAsStringAsync(cancellation), type);

    private T Parse<T>(string json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("it is null.");
        }
        catch (JsonException e)
        {
            throw CliException.Unreachable($"What answers at {Host} is no host of fan-outs: its answer cannot be read ({e.Message})", e);
        }
    }
}
