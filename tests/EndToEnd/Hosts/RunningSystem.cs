using System.Net.Http.Json;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.Faults;

namespace CharacterFanOut.EndToEnd.Hosts;

/// <summary>A host in a process of its own, and the upstream that it fetches from.</summary>
internal sealed class RunningSystem : IAsyncDisposable
{
    private readonly HttpClient http = new();

    private RunningSystem(SampleApiServer upstream, HostProcess host) => (Upstream, Host) = (upstream, host);

    public SampleApiServer Upstream { get; }

    public HostProcess Host { get; }

    public Uri Page => Host.Page;

    /// <summary>Starts both.</summary>
    /// <param name="latency">How long the upstream takes, such as <c>fixed:30ms</c>.</param>
    /// <param name="characters">How many characters it has.</param>
    /// <param name="settings">Settings of the host.</param>
    public static async Task<RunningSystem> StartAsync(string latency = "none", int characters = 826, params (string Name, string Value)[] settings)
    {
        Assert.True(Latency.TryParse(latency, out var parsed, out var error), error);
        var upstream = await SampleApiServer.StartAsync(new() { Characters = characters, Latency = parsed }, TestContext.Current.CancellationToken);
        return new(upstream, await HostProcess.StartAsync(upstream.BaseAddress, more: settings));
    }

    /// <summary>Changes what goes wrong upstream, and how long it takes.</summary>
    public async Task UpstreamAsync(object faults)
    {
        using var response = await http.PostAsJsonAsync(new Uri(Upstream.BaseAddress, "/_faults"), faults);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Asks the host.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Host.Address, path));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return http.SendAsync(request);
    }

    /// <summary>Starts a fan-out and waits until it is over.</summary>
    public async Task RunAsync(object request, string id)
    {
        using var started = await http.PostAsJsonAsync(new Uri(Host.Address, "api/fanouts"), request);
        started.EnsureSuccessStatusCode();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var status = await http.GetFromJsonAsync<FanOutStatusText>(new Uri(Host.Address, $"api/fanouts/{id}"), limit.Token);
            if (status!.Status is "completed" or "aborted" or "failed" or "canceled")
            {
                return;
            }

            await Task.Delay(100, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Host.DisposeAsync();
        await Upstream.DisposeAsync();
    }

    private sealed record FanOutStatusText(string Status);
}
