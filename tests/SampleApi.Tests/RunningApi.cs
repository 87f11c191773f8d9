using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CharacterFanOut.SampleApi.Tests;

/// <summary>A server and a client of it.</summary>
internal sealed class RunningApi : IAsyncDisposable
{
    private readonly SampleApiServer server;

    private RunningApi(SampleApiServer server)
    {
        this.server = server;
        Http = new HttpClient { BaseAddress = server.BaseAddress };
    }

    public HttpClient Http { get; }

    public Uri BaseAddress => server.BaseAddress;

    public static async Task<RunningApi> StartAsync(SampleApiOptions? options = null) =>
        new(await SampleApiServer.StartAsync(options ?? new SampleApiOptions()));

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using HttpResponseMessage response = await Http.GetAsync(path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> JsonAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(path);

    public Task<JsonElement> StatsAsync(bool perId = false) => JsonAsync(perId ? "/_stats?perId=true" : "/_stats");

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await Http.PostAsync(path, content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until so many requests are in flight at the server.</summary>
    public async Task InFlightAsync(int count)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(30));
        while ((await StatsAsync()).GetProperty("inFlight").GetInt32() != count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), deadline.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Http.Dispose();
    }
}
