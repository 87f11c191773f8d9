using System.Net;
using System.Security.Cryptography;

namespace FunctionsHost.Tests.Hosting;

/// <summary>Hosts that only answer.</summary>
public sealed class ReadOnlyTests
{
    private const string Management = "runtime/webhooks/durabletask";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadOnly_FolderOfAHostThatRuns_AnswersTakesNoWorkAndChangesNothing()
    {
        using var folder = new TempFolder();
        await using (var host = await StartAsync(folder.Path, readOnly: false))
        {
            using var started = await host.Client.PostAsync($"{Management}/orchestrators/WaitFlow/one", null, Cancelled);
            Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
            await Polling.UntilAsync(async () => (await host.Client.GetStringAsync($"{Management}/instances/one", Cancelled)).Contains("\"Running\"", StringComparison.Ordinal), "it waits");
        }

        var before = Files(folder.Path);
        var runs = Path.Combine(folder.Path, "runs.txt");
        await using (var reader = await StartAsync(folder.Path, readOnly: true, runs))
        {
            Assert.Contains("\"Running\"", await reader.Client.GetStringAsync($"{Management}/instances/one", Cancelled), StringComparison.Ordinal);
            Assert.Contains("\"one\"", await reader.Client.GetStringAsync($"{Management}/instances", Cancelled), StringComparison.Ordinal);
            using var started = await reader.Client.PostAsync($"{Management}/orchestrators/WaitFlow/two", null, Cancelled);
            using var raised = await reader.Client.PostAsync($"{Management}/instances/one/raiseEvent/Go", null, Cancelled);
            Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (started.StatusCode, raised.StatusCode));
            Assert.Contains("This host only reads.", await started.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);

            // A function that may be called, and wants what may not be done.
            using var waits = await reader.Client.GetAsync("api/durable/one", Cancelled);
            Assert.Equal(HttpStatusCode.InternalServerError, waits.StatusCode);
        }

        // No timer has run either: the app has one that runs on startup.
        Assert.Equal(before, Files(folder.Path));
    }

    [Fact]
    public async Task ReadOnly_WhileAHostWorksThere_SeesWhatItDoes()
    {
        using var folder = new TempFolder();
        await using var host = await StartAsync(folder.Path, readOnly: false);
        await using var reader = await StartAsync(folder.Path, readOnly: true);
        using var started = await host.Client.PostAsync($"{Management}/orchestrators/WaitFlow/one", null, Cancelled);

        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Contains("\"one\"", await reader.Client.GetStringAsync($"{Management}/instances", Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadOnly_FolderWithoutATaskHub_HasNoInstancesAndStaysEmpty()
    {
        using var folder = new TempFolder();
        await using (var reader = await StartAsync(folder.Path, readOnly: true))
        {
            Assert.Equal("[]", await reader.Client.GetStringAsync($"{Management}/instances", Cancelled));
        }

        Assert.Empty(Files(folder.Path));
    }

    private static Task<TestHost> StartAsync(string folder, bool readOnly, string runs = "") => TestHosts.StartAppAsync(configure: options =>
    {
        options.DataDirectory = folder;
        options.ReadOnly = readOnly;
        options.Settings["TEST_RUNS"] = runs;
    });

    private static List<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(static file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")];
}
