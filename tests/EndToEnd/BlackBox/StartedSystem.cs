using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.EndToEnd.Hosts;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.Faults;

namespace CharacterFanOut.EndToEnd.BlackBox;

/// <summary>
/// A host and an upstream that one test has for itself, so that it may kill the host: the one that the command in FANOUT_START runs, or else,
/// where no host was named to test against either, ours.
/// </summary>
internal sealed class StartedSystem : HostClient
{
    private readonly SampleApiServer upstream;
    private readonly IStartedHost host;

    private StartedSystem(SampleApiServer upstream, IStartedHost host)
    {
        (this.upstream, this.host) = (upstream, host);
        Connect(host.Address, Environment.GetEnvironmentVariable("FANOUT_KEY") ?? "", Environment.GetEnvironmentVariable("FANOUT_SYSTEM_KEY") ?? "");
    }

    /// <summary>How many requests the upstream has had.</summary>
    public async Task<int> RequestsAsync() =>
        (await Http.GetFromJsonAsync<JsonElement>(new Uri(upstream.BaseAddress, "/_stats"))).GetProperty("requests").GetInt32();

    /// <summary>Starts both.</summary>
    /// <param name="latency">How long the upstream takes, such as <c>fixed:30ms</c>.</param>
    /// <param name="settings">Settings of the host, with __ for a colon.</param>
    public static async Task<StartedSystem> StartAsync(string latency, params (string Name, string Value)[] settings)
    {
        Assert.True(Latency.TryParse(latency, out var parsed, out var error), error);
        var upstream = await SampleApiServer.StartAsync(new() { Characters = 1000, Latency = parsed }, TestContext.Current.CancellationToken);
        try
        {
            return new(upstream, await HostAsync(upstream.BaseAddress, settings));
        }
        catch
        {
            await upstream.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the host, and starts it again over its state.</summary>
    public async Task KillAndStartAgainAsync()
    {
        await host.KillAsync();
        await host.StartAgainAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await host.DisposeAsync();
        await upstream.DisposeAsync();
    }

    private static async Task<IStartedHost> HostAsync(Uri upstream, (string Name, string Value)[] settings)
    {
        if (Environment.GetEnvironmentVariable("FANOUT_START") is { Length: > 0 } command)
        {
            return await CommandHost.StartAsync(command, upstream, settings);
        }

        Assert.True(
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable("FANOUT_HOST")),
            "FANOUT_HOST names a host that this test may not kill. Set FANOUT_START to a command that runs one like it in the foreground on the port in FANOUT_PORT, such as './eng/azure.sh run'.");
        return await HostProcess.StartAsync(upstream, more: settings);
    }
}
