using CharacterFanOut.Functions.Reports;
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

    public void Dispose() => folder.Dispose();

    protected override Task<IReportStore> OpenStoreAsync() => Task.FromResult<IReportStore>(Store(folder.Path));

    private static FileReportStore Store(string path) => new(Options.Create(new ReportsOptions { Path = path }));
}
