using System.Net.Http.Json;
using CharacterFanOut.EndToEnd.BlackBox;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.Faults;

namespace CharacterFanOut.EndToEnd.Hosts;

/// <summary>A host in a process of its own, and the upstream that it fetches from.</summary>
internal sealed class RunningSystem : HostClient
{
    private readonly SampleApiServer upstream;

    private RunningSystem(SampleApiServer upstream, HostProcess host, string key)
    {
        (this.upstream, Host) = (upstream, host);
        Connect(host.Address, key, "");
    }

    public Uri Upstream => upstream.BaseAddress;

    public HostProcess Host { get; }

    public Uri Page => Host.Page;

    /// <summary>Starts both.</summary>
    /// <param name="latency">How long the upstream takes, such as <c>fixed:30ms</c>.</param>
    /// <param name="characters">How many characters it has.</param>
    /// <param name="key">The key for functions that the host has; empty when it has none.</param>
    /// <param name="settings">Settings of the host, with __ for a colon.</param>
    public static async Task<RunningSystem> StartAsync(string latency = "none", int characters = 826, string key = "", params (string Name, string Value)[] settings)
    {
        Assert.True(Latency.TryParse(latency, out var parsed, out var error), error);
        var upstream = await SampleApiServer.StartAsync(new() { Characters = characters, Latency = parsed }, TestContext.Current.CancellationToken);
        return new(upstream, await HostProcess.StartAsync(upstream.BaseAddress, more: settings), key);
    }

    /// <summary>Changes what goes wrong upstream, and how long it takes.</summary>
    public async Task UpstreamAsync(object faults)
    {
        using var response = await Http.PostAsJsonAsync(new Uri(Upstream, "/_faults"), faults);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Starts a fan-out and waits until it is over.</summary>
    public async Task RunAsync(object request, string id)
    {
        await StartAsync(request);
        await UntilOverAsync(id);
    }

    /// <summary>Makes both as they were when they were started: a host that was killed runs again, every fan-out is gone, nothing goes wrong upstream.</summary>
    /// <param name="latency">How long the upstream takes from now on.</param>
    public async Task ClearAsync(string latency = "none")
    {
        if (!Host.IsRunning)
        {
            await Host.StartAgainAsync();
        }

        using var faults = await Http.DeleteAsync(new Uri(Upstream, "/_faults"));
        faults.EnsureSuccessStatusCode();
        await UpstreamAsync(new { latency });
        foreach (var fanOut in (await JsonAsync("api/fanouts?top=200")).GetProperty("fanOuts").EnumerateArray())
        {
            var id = fanOut.GetProperty("id").GetString()!;

            // One that is over is refused, which is as well.
            using var canceled = await PostAsync($"api/fanouts/{id}/cancel");
            await UntilOverAsync(id);
            using var deleted = await SendAsync(HttpMethod.Delete, $"api/fanouts/{id}");
            Assert.True(deleted.IsSuccessStatusCode, $"{id} cannot be deleted: {(int)deleted.StatusCode}");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Host.DisposeAsync();
        await upstream.DisposeAsync();
    }
}
