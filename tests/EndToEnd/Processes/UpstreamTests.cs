using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using CharacterFanOut.EndToEnd.Hosts;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.Faults;

namespace CharacterFanOut.EndToEnd.Processes;

/// <summary>A run that was interrupted: whose its rest is, and what looking at it does.</summary>
public sealed class UpstreamTests : IDisposable
{
    private const int Ids = 200;

    private readonly string folder = Directory.CreateTempSubdirectory("fanout-upstream-").FullName;
    private readonly HttpClient http = new();

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task RunOfAnotherUpstream_InTheFolderOfOneThatWasInterrupted_LeavesItAloneAndSaysHowToGoOn()
    {
        await using var upstream = await StartInterruptedAsync();
        var asked = await RequestsAsync(upstream);

        var (code, output, error) = await RunAsync("run 1-60 --id other --json");

        Assert.Equal(0, code);
        using (var report = JsonDocument.Parse(output))
        {
            Assert.Equal((60, "sample"), (report.RootElement.GetProperty("fetched").GetInt32(), report.RootElement.GetProperty("upstream").GetString()));
        }

        Assert.Contains($"mix waits: started with the upstream {upstream.BaseAddress}, and this host has sample.", error, StringComparison.Ordinal);
        Assert.Contains($"--api {upstream.BaseAddress}", error, StringComparison.Ordinal);
        Assert.Equal(asked, await RequestsAsync(upstream));

        // A resume finds out whose it is, and ends with the characters of that upstream alone.
        var resumed = await RunAsync("run --resume --json");
        Assert.Equal(0, resumed.Code);
        using var mix = JsonDocument.Parse(resumed.Output);
        Assert.Equal((Ids, upstream.BaseAddress.AbsoluteUri), (mix.RootElement.GetProperty("fetched").GetInt32(), mix.RootElement.GetProperty("upstream").GetString()));
        var exported = (await RunAsync("export mix --format ndjson")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(Ids, exported.Count);
        foreach (var character in exported.Where(static character => character.GetProperty("id").GetInt32() % 20 == 0))
        {
            var original = await http.GetFromJsonAsync<JsonElement>(new Uri(upstream.BaseAddress, $"character/{character.GetProperty("id")}"), TestContext.Current.CancellationToken);
            Assert.Equal(original.GetProperty("name").GetString(), character.GetProperty("name").GetString());
        }
    }

    [Fact]
    public async Task Looking_AtARunThatWasInterrupted_AsksNothingAndChangesNothing()
    {
        await using var upstream = await StartInterruptedAsync();
        var (asked, files) = (await RequestsAsync(upstream), Files());

        var status = await RunAsync("status");
        var list = await RunAsync("list --json");
        var report = await RunAsync("report");
        var export = await RunAsync("export --format ndjson");
        var failures = await RunAsync("export --failures");

        Assert.Equal((0, 0, 2, 0, 0), (status.Code, list.Code, report.Code, export.Code, failures.Code));
        Assert.Contains("stopped", status.Output, StringComparison.Ordinal);
        Assert.All([status, list, report, export, failures], static run =>
        {
            Assert.Matches($"mix is stopped, [0-9]+ of {Ids} fetched. Go on with:", run.Error);
            Assert.Contains("fanout run --resume", run.Error, StringComparison.Ordinal);
        });
        Assert.Equal(asked, await RequestsAsync(upstream));
        Assert.Equal(files, Files());
    }

    private async Task<SampleApiServer> StartInterruptedAsync()
    {
        Assert.True(Latency.TryParse("fixed:100ms", out var latency, out _));
        var upstream = await SampleApiServer.StartAsync(new SampleApiOptions { Seed = 7, Latency = latency }, TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("dotnet", ["exec", HostProcess.Cli, "run", $"1-{Ids}", "--id", "mix", "--api", upstream.BaseAddress.AbsoluteUri, "--data", folder]) { WorkingDirectory = folder };
        var run = RunningProcess.Start(start, new Dictionary<string, string>());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await RequestsAsync(upstream) < Ids / 4)
        {
            await Task.Delay(20, limit.Token);
        }

        await run.KillAsync();
        return upstream;
    }

    private async Task<long> RequestsAsync(SampleApiServer upstream) =>
        (await http.GetFromJsonAsync<JsonElement>(new Uri(upstream.BaseAddress, "/_stats"), TestContext.Current.CancellationToken)).GetProperty("requests").GetInt64();

    // Without SQLite's index of its log, which a reader makes anew after a kill.
    private List<string> Files() =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(static file => !file.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(static file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")];

    private Task<(int Code, string Output, string Error)> RunAsync(string command) => CliCommand.RunAsync(command, folder, TimeSpan.FromMinutes(2));
}
