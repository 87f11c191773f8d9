using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.EndToEnd.BlackBox;
using CharacterFanOut.EndToEnd.Hosts;
using CharacterFanOut.SampleApi;

namespace CharacterFanOut.EndToEnd.Processes;

/// <summary>An upstream, and one host or several that fetch from it, of which a test may kill any process.</summary>
/// <param name="ids">How many ids its fan-out has.</param>
internal sealed class KilledSystem(int ids = 1000) : IAsyncDisposable
{
    private readonly List<SampleApiServer> upstreams = [];
    private readonly List<HostProcess> hosts = [];
    private readonly HttpClient http = new();

    /// <summary>Starts a host and an upstream that it alone asks, by a name that is the same for all, whose answers take 50 ms each: the fan-out takes 2.5 s at least.</summary>
    public async Task<HostProcess> StartHostAsync(HostStorage storage, params (string Name, string Value)[] settings)
    {
        var upstream = await SampleApiServer.StartAsync(new() { Characters = ids, Latency = Latency() }, TestContext.Current.CancellationToken);
        upstreams.Add(upstream);
        var host = await HostProcess.StartAsync(upstream.BaseAddress, storage, [("CharacterApi__Name", "upstream"), .. settings]);
        hosts.Add(host);
        return host;
    }

    /// <summary>Waits until each host has made a request: one that found nothing to do looks again only after a while.</summary>
    public async Task UntilEachHostHasAskedAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        foreach (var upstream in upstreams)
        {
            while ((await http.GetFromJsonAsync<JsonElement>(new Uri(upstream.BaseAddress, "/_stats"), limit.Token)).GetProperty("requests").GetInt32() == 0)
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }

    /// <summary>Starts a fan-out on a host, and waits until a fifth of it is fetched.</summary>
    /// <returns>The fan-out's id.</returns>
    public async Task<string> StartFanOutAsync(HostClient client)
    {
        var id = await client.StartAsync(new { ids = $"1-{ids}", batchSize = ids / 10, maxConcurrency = 20 });
        await client.UntilAsync(id, status => status.GetProperty("fetched").GetInt32() > ids / 5);
        await AssertNotOverAsync(client, id);
        return id;
    }

    /// <summary>Fails when the fan-out has come to its end: nothing would be tried by what follows.</summary>
    public async Task AssertNotOverAsync(HostClient client, string id)
    {
        var status = await client.UntilAsync(id, static _ => true);
        Assert.True(status.GetProperty("fetched").GetInt32() < ids, "It was over before anything could be killed, so nothing was tried.");
    }

    /// <summary>Waits for the fan-out's end, and checks that every id was fetched and stands once in the results.</summary>
    public async Task AssertCompleteAsync(HostClient client, string id)
    {
        var status = await UntilOverAsync(client, id);
        Assert.Equal(("completed", ids, 0), (status.GetProperty("status").GetString(), status.GetProperty("fetched").GetInt32(), status.GetProperty("failed").GetInt32()));
        using var answer = await client.GetAsync($"api/fanouts/{id}/characters");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var characters = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(Enumerable.Range(1, ids), characters.EnumerateArray().Select(static character => character.GetProperty("id").GetInt32()));
    }

    // While no worker is there the host answers 503.
    private static async Task<JsonElement> UntilOverAsync(HostClient client, string id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (true)
        {
            using var answer = await client.GetAsync($"api/fanouts/{id}");
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]);
            if (answer.IsSuccessStatusCode
                && await answer.Content.ReadFromJsonAsync<JsonElement>(limit.Token) is var status
                && status.GetProperty("status").GetString() is "completed" or "aborted" or "failed" or "canceled")
            {
                return status;
            }

            await Task.Delay(100, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }

        foreach (var upstream in upstreams)
        {
            await upstream.DisposeAsync();
        }

        http.Dispose();
    }

    private static SampleApi.Faults.Latency Latency() =>
        SampleApi.Faults.Latency.TryParse("fixed:50ms", out var latency, out var error) ? latency : throw new FormatException(error);
}

/// <summary>Asks a host that a test has started, which has no keys.</summary>
internal sealed class KeylessClient : HostClient
{
    public KeylessClient(HostProcess host) => Connect(host.Address, "", "");
}
