using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.SampleApi;
using EmbeddedFunctions.Testing;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Logging;

namespace CharacterFanOut.Functions.Tests;

/// <summary>The function app on the real host, asked over HTTP, against a sample API.</summary>
internal sealed class FanOutHost : IAsyncDisposable
{
    private readonly FunctionsTestHost host;

    private FanOutHost(FunctionsTestHost host, SampleApiServer api)
    {
        (this.host, Api) = (host, api);
        Http = host.CreateClient();
    }

    public SampleApiServer Api { get; }

    public HttpClient Http { get; }

    public FunctionsTestHost Host => host;

    public static Task<FanOutHost> StartAsync(
        SampleApiServer api, TestFolder folder, bool sessions = true, TimeProvider? clock = null, params IEnumerable<KeyValuePair<string, string?>> settings) =>
        StartAsync(FanOutApplication.CreateBuilder([]), api, folder, sessions, clock, null, settings);

    public static async Task<FanOutHost> StartAsync(
        FunctionsApplicationBuilder builder,
        SampleApiServer api,
        TestFolder folder,
        bool sessions = true,
        TimeProvider? clock = null,
        Action<ILoggingBuilder>? logging = null,
        params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var root = folder.File("content");
        Directory.CreateDirectory(root);
        await File.WriteAllTextAsync(
            Path.Combine(root, "host.json"),
            JsonSerializer.Serialize(new
            {
                version = "2.0",
                extensions = new { durableTask = new { maxConcurrentActivityFunctions = 500, extendedSessionsEnabled = sessions } },
            }),
            TestContext.Current.CancellationToken);
        var options = new FunctionsTestHostOptions
        {
            ContentRoot = root,
            FunctionsAssembly = typeof(FanOutApplication).Assembly,
            Time = clock,
            Logging = logging,
            Settings = new Dictionary<string, string?>(settings)
            {
                ["CharacterApi:BaseAddress"] = api.BaseAddress.AbsoluteUri,
                ["CharacterApi:RetryDelay"] = "00:00:00.002",
                ["Reports:Path"] = folder.File("reports"),
            },
        };
        return new(await FunctionsTestHost.StartAsync(builder, options), api);
    }

    public async Task<string> StartFanOutAsync(object request)
    {
        using var answer = await PostAsync("api/fanouts", request);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    public async Task<HttpResponseMessage> PostAsync(string path, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body ?? new { }) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<HttpStatusCode> StatusCodeAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    public Task<JsonElement> StatusAsync(string id, params string[] statuses) => Eventually.GetAsync(
        () => GetAsync($"api/fanouts/{id}"), view => statuses.Contains(view.GetProperty("status").GetString()));

    public async Task<JsonElement> ReportAsync(string id)
    {
        await StatusAsync(id, "completed", "aborted");
        return await GetAsync($"api/fanouts/{id}/report");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host.DisposeAsync();
    }
}
