using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace CharacterFanOut.Cli.Client;

/// <summary>The HTTP API of a host. Every failure is a <see cref="CliException"/>.</summary>
internal sealed class FanOutClient : IDisposable
{
    /// <summary>The statuses of those that are not over, for a query.</summary>
    public const string Unfinished = "running,pending,paused";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(60);

    private readonly SocketsHttpHandler handler;
    private readonly HttpClient http;

    /// <param name="host">The host's root, such as http://127.0.0.1:7071/.</param>
    public FanOutClient(Uri host, string? key)
    {
        Host = host;
        handler = new SocketsHttpHandler { ConnectTimeout = ConnectTimeout, UseCookies = false, AllowAutoRedirect = false, UseProxy = !host.IsLoopback };
        http = new HttpClient(handler) { BaseAddress = new Uri(host, "api/"), Timeout = ResponseTimeout };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Add("x-functions-key", key);
        }
    }

    public Uri Host { get; }

    /// <param name="request">The body; the host has a default for what it does not say.</param>
    public Task<StartedFanOut> StartAsync(JsonObject request, CancellationToken cancellationToken) =>
        PostAsync("fanouts", request.ToJsonString(), cancellationToken);

    /// <summary>Pauses, resumes, cancels or retries a fan-out.</summary>
    /// <param name="verb">The last part of the address.</param>
    /// <param name="body">What the request says.</param>
    /// <returns>The fan-out to follow: for a retry the new one.</returns>
    public Task<StartedFanOut> ControlAsync(string id, string verb, JsonObject body, CancellationToken cancellationToken) =>
        PostAsync($"{PathOf(id)}/{verb}", body.ToJsonString(), cancellationToken);

    public Task<Response<FanOutView>> GetAsync(string id, CancellationToken cancellationToken) =>
        GetAsync(PathOf(id), ClientJsonContext.Default.FanOutView, cancellationToken);

    /// <summary>The state of a fan-out; null when there is none: results outlive the record of their fan-out.</summary>
    public async Task<FanOutView?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return (await GetAsync(id, cancellationToken)).Value;
        }
        catch (CliException e) when (e.ExitCode == ExitCodes.BadInput)
        {
            return null;
        }
    }

    public Task<Response<FanOutReport>> GetReportAsync(string id, CancellationToken cancellationToken) =>
        GetAsync($"{PathOf(id)}/report", ClientJsonContext.Default.FanOutReport, cancellationToken);

    /// <summary>The batches from a number on, as far as they have started.</summary>
    public async Task<BatchesPage> GetBatchesAsync(string id, long from, CancellationToken cancellationToken) =>
        (await GetAsync($"{PathOf(id)}/batches?from={from}", ClientJsonContext.Default.BatchesPage, cancellationToken)).Value;

    /// <summary>The fan-outs, newest first.</summary>
    /// <param name="filter">The parameters that say which; empty for all.</param>
    /// <param name="continuation">The continuation of the page before; null for the first page.</param>
    public Task<Response<FanOutList>> ListAsync(string filter, int top, string? continuation, CancellationToken cancellationToken) =>
        GetAsync($"fanouts?top={top}{filter}{Parameter("continuation", continuation)}", ClientJsonContext.Default.FanOutList, cancellationToken);

    public async Task PurgeAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, PathOf(id), null, cancellationToken);
    }

    /// <summary>Cancels those that are under way, or deletes those that are over, of the fan-outs that a filter says.</summary>
    /// <param name="method">POST to cancel, DELETE to delete.</param>
    /// <param name="done">Takes the ids, as they are done.</param>
    public async Task ControlManyAsync(HttpMethod method, string filter, Action<string> done, CancellationToken cancellationToken)
    {
        var path = method == HttpMethod.Delete ? "fanouts" : "fanouts/cancel";
        for (string? continuation = ""; continuation is not null;)
        {
            using var response = await SendAsync(
                method, $"{path}?top=50{filter}{(continuation.Length > 0 ? Parameter("continuation", continuation) : "")}", method == HttpMethod.Delete ? null : "{}", cancellationToken);
            var many = (await ReadAsync(response, ClientJsonContext.Default.ManyDone, cancellationToken)).Value;
            many.Ids.ToList().ForEach(done);
            continuation = many.Continuation;
        }
    }

    public Task<Response<ScheduleList>> ListSchedulesAsync(CancellationToken cancellationToken) =>
        GetAsync("schedules", ClientJsonContext.Default.ScheduleList, cancellationToken);

    /// <param name="body">When and what; the host has a default for what it does not say.</param>
    public async Task<Response<Schedule>> PutScheduleAsync(string name, JsonObject body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Put, $"schedules/{Uri.EscapeDataString(name)}", body.ToJsonString(), cancellationToken);
        return await ReadAsync(response, ClientJsonContext.Default.Schedule, cancellationToken);
    }

    public async Task DeleteScheduleAsync(string name, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, $"schedules/{Uri.EscapeDataString(name)}", null, cancellationToken);
    }

    /// <summary>Opens an export: <c>characters</c> or <c>failures</c>, with its query.</summary>
    public Task<HttpResponseMessage> ExportAsync(string id, string pathAndQuery, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"{PathOf(id)}/{pathAndQuery}", null, cancellationToken);

    public static string Describe(Exception failure) =>
        failure.GetBaseException() is SocketException socket ? socket.Message : failure.GetBaseException().Message.TrimEnd('.');

    public void Dispose()
    {
        http.Dispose();
        handler.Dispose();
    }

    /// <summary>A further parameter of a query; nothing without a value.</summary>
    public static string Parameter(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    private static string PathOf(string id) => $"fanouts/{Uri.EscapeDataString(id)}";

    private async Task<Response<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    // Always a JSON body: the host accepts nothing else.
    private async Task<StartedFanOut> PostAsync(string path, string json, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, json, cancellationToken);
        return (await ReadAsync(response, ClientJsonContext.Default.StartedFanOut, cancellationToken)).Value;
    }

    private async Task<Response<T>> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            var json = await response.Content.ReadAsStringAsync(cancellationToken);
            return new(JsonSerializer.Deserialize(json, type) ?? throw new JsonException("it is null."), json.Trim());
        }
        catch (JsonException e)
        {
            throw CliException.Unreachable($"{Host} is no host of fan-outs: its answer cannot be read ({e.Message})", e);
        }
        catch (HttpRequestException e)
        {
            throw CliException.Unreachable($"The connection to the host at {Host} broke: {Describe(e)}.", e);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        };
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw CliException.Unreachable(
                $"Cannot reach the host at {Host}: {Describe(e)}.{Environment.NewLine}Start one with \"fanout serve\", or name another with --host.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw CliException.Unreachable($"The host at {Host} did not answer within {ResponseTimeout.TotalSeconds} s.", e);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw CreateException(response.StatusCode, Problem.Describe(await response.Content.ReadAsStringAsync(cancellationToken)));
        }
    }

    private CliException CreateException(HttpStatusCode status, string? problem) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            CliException.BadInput($"The host at {Host} requires a key, or another one: give it with --key or in FANOUT_KEY."),
        >= HttpStatusCode.InternalServerError => CliException.Unreachable($"The host at {Host} failed ({(int)status}): {problem ?? "it gave no reason."}"),
        HttpStatusCode.NotFound when problem is null =>
            CliException.BadInput($"{Host} knows no fan-outs (404): give the root of a host, such as http://127.0.0.1:7071."),
        _ => CliException.BadInput(problem ?? $"The host at {Host} refused the request ({(int)status})."),
    };
}
