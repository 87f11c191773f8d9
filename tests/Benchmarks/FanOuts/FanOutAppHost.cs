using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.Functions;
using EmbeddedFunctions;
using EmbeddedFunctions.DurableTask;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>The function app on the embedded host, with its own settings but for where things are, asked over HTTP.</summary>
internal sealed class FanOutAppHost : IAsyncDisposable
{
    private readonly IHost host;
    private readonly HttpClient http;

    private FanOutAppHost(IHost host)
    {
        this.host = host;
        this.http = new HttpClient { BaseAddress = host.Services.GetRequiredService<EmbeddedHostAddress>().BaseAddress };
    }

    public DurableTaskEngine Engine => this.host.Services.GetRequiredService<DurableTaskEngine>();

    public static async Task<FanOutAppHost> StartAsync(Uri api, string folder, bool sessions, int port = 0)
    {
        // host.json is read with this over it, as on the Functions host.
        Environment.SetEnvironmentVariable("AzureFunctionsJobHost__extensions__durableTask__extendedSessionsEnabled", sessions ? "true" : "false");
        FunctionsApplicationBuilder builder = FanOutApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["CharacterApi:BaseAddress"] = api.AbsoluteUri,
            ["Reports:Path"] = Path.Combine(folder, "reports"),
        });
        builder.Logging.ClearProviders();
        builder.ConfigureEmbeddedHost(options =>
        {
            options.FunctionsAssembly = typeof(FanOutApplication).Assembly;
            options.Port = port;
            options.DataDirectory = folder;
            options.ContentRoot = AppContext.BaseDirectory;
        });
        IHost host = builder.Build();
        await host.StartAsync();
        return new FanOutAppHost(host);
    }

    /// <summary>Runs a fan-out over ids 1..<paramref name="ids"/> to its end.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> RunAsync(int ids, int cap)
    {
        using HttpResponseMessage accepted = await this.http.PostAsJsonAsync("api/fanouts", new { ids = $"1-{ids}", maxConcurrency = cap });
        if (!accepted.IsSuccessStatusCode)
        {
            throw new BenchmarkFailedException($"The fan-out was not accepted: {accepted.StatusCode} {await accepted.Content.ReadAsStringAsync()}");
        }

        string id = (await accepted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        OrchestrationMetadata end = await this.Engine.Client.WaitForInstanceCompletionAsync(id);
        return end.RuntimeStatus == OrchestrationRuntimeStatus.Completed
            ? id
            : throw new BenchmarkFailedException($"The fan-out is {end.RuntimeStatus}: {end.FailureDetails?.ErrorMessage}");
    }

    /// <summary>How many characters a fan-out says it has fetched.</summary>
    public async Task<int> FetchedAsync(string id) =>
        (await this.http.GetFromJsonAsync<JsonElement>($"api/fanouts/{id}")).GetProperty("fetched").GetInt32();

    public async ValueTask DisposeAsync()
    {
        this.http.Dispose();
        await this.host.StopAsync();
        if (this.host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
