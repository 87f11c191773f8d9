using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CharacterFanOut.EndToEnd.BlackBox;

/// <summary>What a black-box test may do with a host: ask it over HTTP.</summary>
public class HostClient : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private HttpClient? http;

    /// <summary>The key for functions; empty when the host wants none.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The key for the management API; empty when the host wants none.</summary>
    public string SystemKey { get; private set; } = "";

    public Uri Address => Http.BaseAddress!;

    /// <summary>The connection, for what is not asked of the host.</summary>
    protected HttpClient Http => http ?? throw new InvalidOperationException("There is no host yet.");

    public virtual ValueTask DisposeAsync()
    {
        http?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
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

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
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

    /// <summary>Waits until a fan-out is as asked, under a deadline: five minutes, or <paramref name="atMost"/>.</summary>
    public async Task<JsonElement> UntilAsync(string id, Func<JsonElement, bool> reached, TimeSpan? atMost = null)
    {
        using var limit = new CancellationTokenSource(atMost ?? Limit);
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

    public Task<JsonElement> UntilOverAsync(string id, TimeSpan? atMost = null) =>
        UntilAsync(id, s => s.GetProperty("status").GetString() is "completed" or "aborted" or "failed" or "canceled", atMost);

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

    /// <summary>Says which host to ask.</summary>
    protected void Connect(Uri address, string key, string systemKey)
    {
        (Key, SystemKey) = (key, systemKey);
        http = new HttpClient { BaseAddress = address, Timeout = Limit };
    }
}
