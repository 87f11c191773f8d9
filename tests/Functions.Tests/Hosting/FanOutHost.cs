using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.SampleApi;
using FunctionsHost;
using FunctionsHost.Durable;
using FunctionsHost.Durable.Storage;
using FunctionsHost.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CharacterFanOut.Functions.Tests.Hosting;

/// <summary>The app on the real host, its worker in this process, asked over HTTP, against a sample API.</summary>
internal sealed class FanOutHost : IAsyncDisposable
{
    private readonly FunctionsAppHost host;
    private readonly HubClient hub;

    private FanOutHost(FunctionsAppHost host, SampleApiServer api)
    {
        (this.host, Api) = (host, api);
        hub = new HubClient(host.Services.GetRequiredService<HostAddress>().Internal, host.Services.GetRequiredService<DurableOptions>().SecretTaskHub);
        Http = new HttpClient { BaseAddress = host.BaseAddress };
    }

    public SampleApiServer Api { get; }

    public HttpClient Http { get; }

    public TaskHub TaskHub => host.Services.GetRequiredService<TaskHub>();

    /// <summary>The durable client that the app's functions have.</summary>
    public DurableTaskClient Client => hub.Client;

    /// <summary>Starts a host.</summary>
    /// <param name="api">The upstream; it is not this host's to stop.</param>
    /// <param name="folder">Where results and the task hub lie.</param>
    /// <param name="sessions">Whether orchestrators stay in memory between turns, or replay at each.</param>
    /// <param name="clock">The host's clock; the worker is on the system's.</param>
    /// <param name="configure">Changes the worker.</param>
    /// <param name="logging">Adds log providers, to the host and to the worker.</param>
    /// <param name="settings">More settings, for the host and the worker.</param>
    public static async Task<FanOutHost> StartAsync(
        SampleApiServer api,
        TestFolder folder,
        bool sessions = true,
        SkippingClock? clock = null,
        Action<FunctionsApplicationBuilder>? configure = null,
        Action<ILoggingBuilder>? logging = null,
        params IEnumerable<KeyValuePair<string, string>> settings)
    {
        var options = new FunctionsHostOptions
        {
            AppDirectory = folder.File("app"),
            DataDirectory = folder.File("data"),
            Port = 0,
            TimeProvider = clock ?? TimeProvider.System,
            ConfigureLogging = logging,
            WorkerLauncher = new WorkerInThisProcess(builder =>
            {
                logging?.Invoke(builder.Logging);
                configure?.Invoke(builder);
            }),
            Settings =
            {
                ["FanOut:Schedule"] = FanOutOptions.DefaultSchedule,
                ["CharacterApi:BaseAddress"] = api.BaseAddress.AbsoluteUri,
                ["CharacterApi:RetryDelay"] = "00:00:00.002",
                ["Reports:Path"] = folder.File("reports"),
            },
        };
        foreach (var (name, value) in settings)
        {
            options.Settings[name] = value;
        }

        await WriteHostJsonAsync(options.AppDirectory, sessions);
        var host = await FunctionsAppHost.StartAsync(options, TestContext.Current.CancellationToken);
        clock?.Attach(Directory.GetFiles(options.DataDirectory, "*.db").Single());
        return new(host, api);
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
        await hub.DisposeAsync();
        await host.DisposeAsync();
    }

    private static async Task WriteHostJsonAsync(string folder, bool sessions)
    {
        Directory.CreateDirectory(folder);
        var json = new
        {
            version = "2.0",
            extensions = new { durableTask = new { maxConcurrentActivityFunctions = 500, extendedSessionsEnabled = sessions } },
        };
        await File.WriteAllTextAsync(Path.Combine(folder, "host.json"), JsonSerializer.Serialize(json), TestContext.Current.CancellationToken);
    }
}
