using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.Faults;

namespace CharacterFanOut.Cli.Tests.Commands;

/// <summary>Folders whose run was interrupted: what may go on with it, and what looking at it does.</summary>
public sealed class InterruptedRunTests : IDisposable
{
    // Three seconds at least, of which most are left when the first batch is over: it is to be interrupted, on a slow machine too.
    private const int Ids = 600;

    private readonly TestTerminal terminal = new();
    private readonly HttpClient http = new();

    public void Dispose()
    {
        http.Dispose();
        terminal.Dispose();
    }

    [Fact]
    public async Task Run_WithAnotherUpstream_LeavesItAloneAndResumeGoesOnWithItsOwn()
    {
        await using var upstream = await StartUpstreamAsync();
        await InterruptAsync("mix", "--api", upstream.BaseAddress.AbsoluteUri);
        var asked = await RequestsAsync(upstream);

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("run", "1-9", "--id", "other", "--data", Data));

        Assert.Contains(
            $"mix waits: started with the upstream {upstream.BaseAddress}, and this host has sample. Go on with:{Environment.NewLine}  fanout run --resume --data {Data} --api {upstream.BaseAddress}",
            terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(asked, await RequestsAsync(upstream));
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("list", "--data", Data));
        Assert.Matches("other +completed .* sample", terminal.Results.Output);
        Assert.Matches($"mix +stopped .* {upstream.BaseAddress}", terminal.Results.Output);

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("run", "--resume", "--json", "--data", Data));

        using var report = JsonDocument.Parse(terminal.Output.ToString());
        Assert.Equal(("mix", Ids, upstream.BaseAddress.AbsoluteUri), Facts(report));
    }

    [Fact]
    public async Task Resume_OfASampleRun_AfterOneWithAnotherUpstream_StartsTheSampleAsItWas()
    {
        await using var upstream = await StartUpstreamAsync();
        await InterruptAsync("mine", "--sample-characters", $"{Ids - 10}", "--sample-latency", "fixed:100ms");
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("run", "1-9", "--id", "other", "--api", upstream.BaseAddress.AbsoluteUri, "--data", Data));

        Assert.Equal(ExitCodes.SomeFailed, await terminal.RunAsync("run", "--resume", "--json", "--data", Data));

        using var report = JsonDocument.Parse(terminal.Output.ToString());
        Assert.Equal(("mine", Ids - 10, "sample"), Facts(report));
        Assert.Equal(10, report.RootElement.GetProperty("failedByKind").GetProperty("notFound").GetInt32());
        Assert.Equal(9, await RequestsAsync(upstream));
    }

    [Fact]
    public async Task Retry_WithAnotherUpstream_IsRefusedWithTheOneToUse()
    {
        await using var upstream = await StartUpstreamAsync();
        Assert.Equal(ExitCodes.SomeFailed, await terminal.RunAsync("run", "826-830", "--id", "mine", "--api", upstream.BaseAddress.AbsoluteUri, "--data", Data));
        var asked = await RequestsAsync(upstream);

        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("retry", "mine", "--api", "sample", "--data", Data));

        Assert.Contains($"Its ids are those of the upstream {upstream.BaseAddress}, and this host has sample. Start the host with --api {upstream.BaseAddress}", terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(asked, await RequestsAsync(upstream));
    }

    [Fact]
    public async Task Looking_AsksNothingTakesUpNoWorkAndChangesNoFile()
    {
        await using var upstream = await StartUpstreamAsync();
        await InterruptAsync("mine", "--api", upstream.BaseAddress.AbsoluteUri);
        var (asked, files) = (await RequestsAsync(upstream), Files());

        // As on a copy that may not be written, where nobody gets the lock.
        await using var locked = new FileStream(Path.Combine(Data, "host.lock"), FileMode.Open, FileAccess.Read, FileShare.Read);
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("status", "--data", Data));
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("list", "--data", Data));
        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("report", "--data", Data));
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("export", "-o", "characters.ndjson", "--data", Data));
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("export", "--failures", "--data", Data));

        Assert.Equal(asked, await RequestsAsync(upstream));
        Assert.Equal(files, Files());
        Assert.Matches("mine +stopped", terminal.Results.Output);
        Assert.DoesNotContain("in flight", terminal.Results.Output, StringComparison.Ordinal);
        var said = terminal.Error.ToString().Split(Environment.NewLine).Where(static line => line.Contains("mine is stopped", StringComparison.Ordinal)).ToList();
        Assert.Equal(5, said.Count);
        Assert.All(said, static line => Assert.Matches($"mine is stopped, [0-9]+ of {Ids} fetched. Go on with:", line));
        Assert.Contains($"  fanout run --resume --data {Data}{Environment.NewLine}", terminal.Error.ToString(), StringComparison.Ordinal);
    }

    private string Data => Path.Combine(terminal.Folder.FullName, "data");

    private static (string? Id, int Fetched, string? Upstream) Facts(JsonDocument report) => (
        report.RootElement.GetProperty("id").GetString(), report.RootElement.GetProperty("fetched").GetInt32(), report.RootElement.GetProperty("upstream").GetString());

    private static async Task<SampleApiServer> StartUpstreamAsync()
    {
        Assert.True(Latency.TryParse("fixed:100ms", out var latency, out _));
        return await SampleApiServer.StartAsync(new SampleApiOptions { Seed = 7, Latency = latency }, TestContext.Current.CancellationToken);
    }

    private async Task<long> RequestsAsync(SampleApiServer upstream) =>
        (await http.GetFromJsonAsync<JsonElement>(new Uri(upstream.BaseAddress, "/_stats"), TestContext.Current.CancellationToken)).GetProperty("requests").GetInt64();

    private List<string> Files() =>
        [.. Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(static file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")];

    private async Task InterruptAsync(string id, params string[] options)
    {
        using var first = new TestTerminal();
        var running = first.RunAsync(["run", $"1-{Ids}", "--id", id, "--batch-size", "20", "--data", Data, .. options]);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!Directory.Exists(Path.Combine(Data, "reports")))
        {
            await Task.Delay(10, deadline.Token);
        }

        first.Signals.OnTerminate();
        Assert.Equal(ExitCodes.Interrupted, await running);
    }
}
