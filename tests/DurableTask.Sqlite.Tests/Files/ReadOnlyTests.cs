using DurableTask.Core;
using DurableTask.Core.Query;
using DurableTask.Sqlite.Tests.Crash;
using DurableTask.Sqlite.Tests.Hub;

namespace DurableTask.Sqlite.Tests.Files;

/// <summary>Files that are opened for queries only.</summary>
public sealed class ReadOnlyTests
{
    private static SqliteOrchestrationService Reader(string path) => new(new SqliteOrchestrationServiceOptions { DatabasePath = path, ReadOnly = true });

    private static async Task<TestHub> FilledAsync()
    {
        TestHub hub = await new TestHub().Orchestrator<string, string>("Echo", (_, input) => Task.FromResult(input)).RunAsync();
        await hub.RunToEndAsync("Echo", "hello", "one");
        return hub;
    }

    [Fact]
    public async Task ReadOnly_OnAClosedFile_AnswersAndChangesNothing()
    {
        await using TestHub hub = await FilledAsync();
        await hub.CloseAsync();
        string[] before = Directory.GetFileSystemEntries(hub.Folder);
        byte[] bytes = await File.ReadAllBytesAsync(hub.DatabasePath);

        await using (SqliteOrchestrationService reader = Reader(hub.DatabasePath))
        {
            OrchestrationQueryResult all = await reader.GetOrchestrationWithQueryAsync(new OrchestrationQuery(), default);
            Assert.Equal("\"hello\"", Assert.Single(all.OrchestrationState).Output);
            Assert.Equal(4, (await reader.GetHistoryEventsAsync("one")).Count);
            Assert.Equal(before, Directory.GetFileSystemEntries(hub.Folder));
        }

        Assert.Equal(before, Directory.GetFileSystemEntries(hub.Folder));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(hub.DatabasePath));
    }

    [Fact]
    public async Task ReadOnly_WhileTheFileIsInUse_SeesWhatIsCommitted()
    {
        await using TestHub hub = await FilledAsync();
        await using SqliteOrchestrationService reader = Reader(hub.DatabasePath);
        Assert.NotNull(await reader.GetOrchestrationStateAsync("one", ""));

        await hub.RunToEndAsync("Echo", "again", "two");

        Assert.Equal("\"again\"", (await reader.GetOrchestrationStateAsync("two", "")).Output);
    }

    [Fact]
    public async Task ReadOnly_AfterItsProcessWasKilled_SeesWhatIsInTheLog()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("hub.db");
        using (var host = new CrashHostProcess(path, keepOrchestrators: false))
        {
            Assert.True(await host.IsReadyAsync());
            await host.AskAsync(new HostCommand(HostCommandKind.Start, "mixed", CrashWorkload.Mixed, "1"));
            host.Kill();
            await host.GoneAsync();
        }

        await using SqliteOrchestrationService reader = Reader(path);

        Assert.NotNull(await reader.GetOrchestrationStateAsync("mixed", ""));
    }

    [Fact]
    public async Task ReadOnly_AskedToWrite_SaysSo()
    {
        await using TestHub hub = await FilledAsync();
        await hub.CloseAsync();
        await using SqliteOrchestrationService reader = Reader(hub.DatabasePath);
        var client = new TaskHubClient(reader);

        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => client.CreateOrchestrationInstanceAsync("Echo", "", "x", ""));

        Assert.Contains("for reading only", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(reader.StartAsync);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.PurgeInstanceStateAsync("one"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.RewindTaskOrchestrationAsync("one", ""));
    }

    [Fact]
    public async Task ReadOnly_WhereThereIsNoFile_SaysSo()
    {
        using var folder = new TemporaryFolder();
        await using SqliteOrchestrationService reader = Reader(folder.File("none.db"));

        TaskHubFileException e = await Assert.ThrowsAsync<TaskHubFileException>(() => reader.GetOrchestrationStateAsync("one", ""));

        Assert.Equal(TaskHubFileProblem.NotFound, e.Problem);
        Assert.False(File.Exists(folder.File("none.db")));
    }
}
