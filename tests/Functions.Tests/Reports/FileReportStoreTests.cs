using CharacterFanOut.Functions.Reports;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Tests.Reports;

public sealed class FileReportStoreTests : ReportStoreContract, IDisposable
{
    private readonly TestFolder folder = new();

    [Fact]
    public async Task Write_FolderThatCannotBe_SaysWhichStoreAndWhy()
    {
        await File.WriteAllTextAsync(folder.File("taken"), "a file, not a folder", TestContext.Current.CancellationToken);
        var store = Store(folder.File("taken"));
        var e = await Assert.ThrowsAsync<ReportStoreException>(
            () => store.WriteAsync("a", "report.json", ReadOnlyMemory<byte>.Empty, TestContext.Current.CancellationToken));
        Assert.Contains(folder.File("taken"), e.Message, StringComparison.Ordinal);
        Assert.Contains("report.json of fan-out a", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ReportStoreException>(() => store.CheckAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Write_AnyId_StaysUnderTheRoot()
    {
        var root = folder.File("root");
        foreach (var id in (string[])["../out", "..", ".", "/etc", "a\\b", ""])
        {
            await Store(root).WriteAsync(id, "report.json", ReadOnlyMemory<byte>.Empty, TestContext.Current.CancellationToken);
        }

        Assert.Equal(["root"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
        Assert.Equal(6, Directory.GetDirectories(root).Length);
    }

    [Fact]
    public async Task List_UnfinishedFile_IsNotListed()
    {
        var store = Store(folder.Path);
        await store.WriteAsync("a", "characters/000000.ndjson", ReadOnlyMemory<byte>.Empty, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "a", "characters", "000001.ndjson.0a.tmp"), "half", TestContext.Current.CancellationToken);
        Assert.Equal(["characters/000000.ndjson"], await store.ListAsync("a", "", TestContext.Current.CancellationToken).ToListAsync());
    }

    [Fact]
    public async Task Results_WithWhatOthersLeftBesideThem_AreReadAsTheyWereWritten()
    {
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 50 });
        await using var engine = await FanOutEngine.StartAsync(api, sessions: true, folder);
        await engine.RunAsync(new() { Ids = IdSet.Range(41, 60), BatchSize = 7 });
        await engine.Results.SaveRetryAsync("run", new("again", null), TestContext.Current.CancellationToken);
        foreach (var place in (string[])["", "characters", "failures", "retries"])
        {
            foreach (var name in (string[])[".DS_Store", "._000000.ndjson", "000000.ndjson~", "0000000.ndjson", "+00001.ndjson", "Thumbs.db", "abc", "zz", "00"])
            {
                await File.WriteAllTextAsync(Path.Combine(folder.Path, "run", place, name), "not json", TestContext.Current.CancellationToken);
            }

            Directory.CreateDirectory(Path.Combine(folder.Path, "run", place, "000099.ndjson", "x"));
        }

        var stored = await engine.StoredAsync();
        Assert.Equal(Enumerable.Range(41, 10), stored.Fetched);
        Assert.Equal(Enumerable.Range(51, 10), stored.Failed);
        var view = await engine.ViewAsync();
        Assert.Equal(["again"], view.Retries);
        Assert.Null(view.Problem);
        Assert.NotNull(await engine.Results.LoadReportAsync("run", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_LongestIdOfCapitals_IsStoredAndReported()
    {
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await FanOutEngine.StartAsync(api, sessions: true, folder);
        var id = new string('Z', FanOutId.MaxLength);
        Assert.Equal(10, (await engine.RunAsync(new() { Ids = IdSet.Range(1, 10) }, id)).Fetched);
        Assert.Equal(10, (await engine.StoredAsync(id)).Fetched.Count);
    }

    public void Dispose() => folder.Dispose();

    protected override Task<IReportStore> OpenStoreAsync() => Task.FromResult<IReportStore>(Store(folder.Path));

    private static FileReportStore Store(string path) => new(Options.Create(new ReportsOptions { Path = path }));
}
