using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.EndToEnd.Hosts;

namespace CharacterFanOut.EndToEnd.BlackBox;

/// <summary>
/// The host under test. Without FANOUT_HOST: <c>fanout serve</c> with keys and a sample upstream, its task hub in a file, or on Azurite with
/// FANOUT_STORAGE=azure. With it: whatever runs there (FANOUT_KEY and FANOUT_SYSTEM_KEY are its keys), fetching from the sample upstream that
/// FANOUT_UPSTREAM names.
/// </summary>
public sealed class BlackBoxHost : HostClient, IAsyncLifetime
{
    private const string OwnKey = "black-box-function-key";
    private const string OwnSystemKey = "black-box-system-key";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private RunningSystem? own;

    /// <summary>Whether the host is ours: the management API of the Functions host is the extension's own.</summary>
    public bool IsOurs { get; private set; }

    /// <summary>How many ids a large fan-out has: fewer where each activity is a message through storage, some fifty a second.</summary>
    public static int Many { get; } = HostStorage.IsAzureChosen || Environment.GetEnvironmentVariable("FANOUT_HOST") is { Length: > 0 } ? 300 : 2000;

    private Uri Upstream { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("FANOUT_HOST") is { Length: > 0 } external)
        {
            Connect(
                new Uri(external.TrimEnd('/') + "/"),
                Environment.GetEnvironmentVariable("FANOUT_KEY") ?? "",
                Environment.GetEnvironmentVariable("FANOUT_SYSTEM_KEY") ?? "");
            Upstream = new Uri(Environment.GetEnvironmentVariable("FANOUT_UPSTREAM")
                ?? throw new InvalidOperationException(
                    "FANOUT_UPSTREAM is not set: run SampleApi, point the host at it (CharacterApi__BaseAddress), and name it here, such as http://127.0.0.1:5080/api/."));
        }
        else
        {
            own = await RunningSystem.StartAsync(
                characters: 20_000, settings: [("FunctionsHost__Keys__Host", OwnKey), ("FunctionsHost__Keys__System", OwnSystemKey)]);
            Connect(own.Host.Address, OwnKey, OwnSystemKey);
            Upstream = own.Upstream;
        }

        // The Functions host has this page, with a key or without.
        using var page = await GetAsync("admin/host/status");
        IsOurs = page.StatusCode == HttpStatusCode.NotFound;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (own is not null)
        {
            await own.DisposeAsync();
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

        using var reset = await Http.DeleteAsync(new Uri(Upstream, "/_faults"));
        reset.EnsureSuccessStatusCode();
        using var set = await Http.PostAsJsonAsync(new Uri(Upstream, "/_faults"), faults);
        set.EnsureSuccessStatusCode();
        using var cleared = await Http.PostAsync(new Uri(Upstream, "/_reset"), null);
        cleared.EnsureSuccessStatusCode();
    }

    public Task<JsonElement> UpstreamStatsAsync() => Http.GetFromJsonAsync<JsonElement>(new Uri(Upstream, "/_stats"));
}
