using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.EndToEnd.Hosts;

namespace CharacterFanOut.EndToEnd.BlackBox;

/// <summary>
/// The host under test. Without FANOUT_HOST: an embedded one in a process of its own, with keys, and a sample upstream. With it: whatever
/// runs there (FANOUT_KEY and FANOUT_SYSTEM_KEY are its keys), fetching from the sample upstream that FANOUT_UPSTREAM names.
/// </summary>
public sealed class BlackBoxHost : IAsyncLifetime
{
    private const string OwnKey = "black-box-function-key";
    private const string OwnSystemKey = "black-box-system-key";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private RunningSystem? own;
    private HttpClient? http;

    /// <summary>The key for functions; empty when the host wants none.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The key for the management API; empty when the host wants none.</summary>
    public string SystemKey { get; private set; } = "";

    public Uri Address { get; private set; } = null!;

    /// <summary>Whether the host is ours: the management API of the Functions host is the extension's own.</summary>
    public bool IsEmbedded { get; private set; }

    private Uri Upstream { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("FANOUT_HOST") is { Length: > 0 } external)
        {
            Address = new Uri(external.TrimEnd('/') + "/");
            Key = Environment.GetEnvironmentVariable("FANOUT_KEY") ?? "";
            SystemKey = Environment.GetEnvironmentVariable("FANOUT_SYSTEM_KEY") ?? "";
            Upstream = new Uri(Environment.GetEnvironmentVariable("FANOUT_UPSTREAM")
                ?? throw new InvalidOperationException(
                    "FANOUT_UPSTREAM is not set: run SampleApi, point the host at it (CharacterApi__BaseAddress), and name it here, such as http://127.0.0.1:5080/api/."));
        }
        else
        {
            own = await RunningSystem.StartAsync(
                characters: 20_000, settings: [("EmbeddedFunctions__Keys__Host", OwnKey), ("EmbeddedFunctions__Keys__System", OwnSystemKey)]);
            (Address, Key, SystemKey, Upstream) = (own.Host.Address, OwnKey, OwnSystemKey, own.Upstream.BaseAddress);
        }

        http = new HttpClient { BaseAddress = Address, Timeout = Limit };
        IsEmbedded = (await JsonAsync("api/health")).GetProperty("runtime").GetString() == "embedded";
    }

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        if (own is not null)
        {
            await own.DisposeAsync();
        }
    }

    /// <summary>Sends a request with the key that its path wants, or with <paramref name="key"/>.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        key ??= path.StartsWith("runtime/", StringComparison.Ordinal) ? SystemKey : Key;
        if (key.Length > 0)
        {
            request.Headers.Add("x-functions-key", key);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http!.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body ?? new { }), null, headers);

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<JsonElement> JsonAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"GET {path}: {(int)answer.StatusCode} {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>An instance id that nobody else has.</summary>
    public static string NewId() => $"bb-{Guid.NewGuid():N}";

    /// <summary>Starts the fan-out's orchestrator under an id through the durable management API.</summary>
    public Task<HttpResponseMessage> StartInstanceAsync(string id, string ids) => PostAsync(
        $"runtime/webhooks/durabletask/orchestrators/FanOutOrchestrator/{id}",
        new { request = new { ids, batchSize = 100, maxConcurrency = 20, onFailure = "continue", maxFailures = 0, saveCharacters = true } });

    /// <summary>Starts a fan-out and gives its id.</summary>
    public async Task<string> StartAsync(object request)
    {
        using var answer = await PostAsync("api/fanouts", request);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>Waits until a fan-out is as asked, under a deadline.</summary>
    public async Task<JsonElement> UntilAsync(string id, Func<JsonElement, bool> reached)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var status = await JsonAsync($"api/fanouts/{id}");
            if (reached(status))
            {
                return status;
            }

            await Task.Delay(100, limit.Token);
        }
    }

    public Task<JsonElement> UntilOverAsync(string id) =>
        UntilAsync(id, s => s.GetProperty("status").GetString() is "completed" or "aborted" or "failed" or "canceled");

    /// <summary>Waits until an instance of the management API has a status, under a deadline.</summary>
    public Task<JsonElement> UntilInstanceAsync(string id, string status) => UntilInstanceAsync(id, s => s == status);

    /// <summary>Waits until an instance of the management API is over, under a deadline.</summary>
    public Task<JsonElement> UntilInstanceOverAsync(string id) => UntilInstanceAsync(id, s => s is "Completed" or "Failed" or "Terminated");

    private async Task<JsonElement> UntilInstanceAsync(string id, Func<string?, bool> reached)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            using var answer = await GetAsync($"runtime/webhooks/durabletask/instances/{id}");
            var instance = await answer.Content.ReadFromJsonAsync<JsonElement>(limit.Token);
            if (reached(instance.GetProperty("runtimeStatus").GetString()))
            {
                return instance;
            }

            await Task.Delay(100, limit.Token);
        }
    }

    /// <summary>
    /// Sets what goes wrong upstream; what is not named is switched off. First waits until the test before has left it alone: a cancelled
    /// fan-out's batches end a little after it, and requests that are in flight a little after those.
    /// </summary>
    public async Task UpstreamAsync(object faults)
    {
        using var limit = new CancellationTokenSource(Limit);
        while ((await JsonAsync("runtime/webhooks/durabletask/instances?runtimeStatus=Pending,Running,Suspended")).GetArrayLength() > 0
            || (await UpstreamStatsAsync()).GetProperty("inFlight").GetInt32() > 0)
        {
            await Task.Delay(50, limit.Token);
        }

        using var reset = await http!.DeleteAsync(new Uri(Upstream, "/_faults"));
        reset.EnsureSuccessStatusCode();
        using var set = await http.PostAsJsonAsync(new Uri(Upstream, "/_faults"), faults);
        set.EnsureSuccessStatusCode();
        using var cleared = await http.PostAsync(new Uri(Upstream, "/_reset"), null);
        cleared.EnsureSuccessStatusCode();
    }

    public Task<JsonElement> UpstreamStatsAsync() => http!.GetFromJsonAsync<JsonElement>(new Uri(Upstream, "/_stats"));
}
