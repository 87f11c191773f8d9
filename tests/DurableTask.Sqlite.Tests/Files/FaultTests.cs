using DurableTask.Core;
using DurableTask.Sqlite.Tests.Hub;
using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite.Tests.Files;

/// <summary>Disks that are full, programs that read or lock the file, backups.</summary>
public sealed class FaultTests
{
    private static async Task<TestHub> RunningAsync() => await new TestHub()
        .Activity<string, string>("Echo", Task.FromResult)
        .Orchestrator<string, string>("Waits", async (o, _) => await o.CallAsync<string>("Echo", await o.WaitAsync("Go")))
        .Orchestrator<string, string>("Large", async (o, size) => await o.CallAsync<string>("Echo", new string('x', int.Parse(size))))
        .RunAsync();

    private static Task RunSqlAsync(TestHub hub, string sql) => hub.Service.OpenHub!.CommitAsync((writer, _) => writer.Run(sql));

    [Fact]
    public async Task FullDisk_RefusesWhatIsNewAndGoesOnWhenThereIsRoom()
    {
        await using TestHub hub = await RunningAsync();
        await hub.StartAsync("Waits", "", "before");
        await hub.EventuallyStatusAsync("before", OrchestrationStatus.Running);
        await RunSqlAsync(hub, "PRAGMA max_page_count = 1");
        string large = new('x', 100_000);

        TaskHubFileException e = await Assert.ThrowsAsync<TaskHubFileException>(() => hub.StartAsync("Waits", large, "refused"));

        Assert.Equal(TaskHubFileProblem.DiskFull, e.Problem);
        Assert.Contains("disk is full", e.Message, StringComparison.Ordinal);
        Assert.Equal(e.Message, hub.Service.WriteFailure?.Message);
        Assert.Null(await hub.StateAsync("refused"));
        await RunSqlAsync(hub, "PRAGMA max_page_count = 1000000");
        await hub.StartAsync("Waits", large, "refused");
        await hub.RaiseAsync("refused", "Go", "b");
        await hub.RaiseAsync("before", "Go", "a");
        Assert.Equal("\"a\"", (await hub.WaitAsync("before")).Output);
        Assert.Equal("\"b\"", (await hub.WaitAsync("refused")).Output);
        Assert.Null(hub.Service.WriteFailure);
    }

    [Fact]
    public async Task FullDisk_RoomAgainAndNobodyWrites_ShowsByItself()
    {
        await using TestHub hub = await RunningAsync();
        await RunSqlAsync(hub, "PRAGMA max_page_count = 1");
        await Assert.ThrowsAsync<TaskHubFileException>(() => hub.StartAsync("Waits", new string('x', 100_000), "refused"));

        // Past the queue, which would commit something with it.
        Sql.Execute(hub.Service.OpenHub!.File.Writer!, "PRAGMA max_page_count = 1000000");

        await TestHub.EventuallyAsync(() => Task.FromResult(hub.Service.WriteFailure is null));
        Assert.Null(await hub.StateAsync("refused"));
    }

    [Fact]
    public async Task FullDisk_SomethingSmallStillFits_IsStillFull()
    {
        await using TestHub hub = await RunningAsync();
        await RunSqlAsync(hub, "PRAGMA max_page_count = 1");
        await Assert.ThrowsAsync<TaskHubFileException>(() => hub.StartAsync("Waits", new string('x', 100_000), "refused"));

        await RunSqlAsync(hub, "INSERT INTO inputs (key, input) VALUES (-2, x'00')");

        Assert.Equal(TaskHubFileProblem.DiskFull, hub.Service.WriteFailure?.Problem);
    }

    [Fact]
    public async Task FullDisk_DuringATurn_TakesTheTurnAgainWhenThereIsRoom()
    {
        int runs = 0;
        var release = new TaskCompletionSource();
        await using TestHub hub = await new TestHub()
            .Activity<string, string>("Hold", async input =>
            {
                await release.Task;
                return input;
            })
            .Activity<string, int>("Measure", input =>
            {
                Interlocked.Increment(ref runs);
                return Task.FromResult(input.Length);
            })
            .Orchestrator<string, int>("Grows", async (o, _) =>
            {
                await o.CallAsync<string>("Hold", "");
                return await o.CallAsync<int>("Measure", new string('x', 200_000));
            })
            .RunAsync();
        await hub.StartAsync("Grows", "", "grows");
        await hub.EventuallyStatusAsync("grows", OrchestrationStatus.Running);
        await RunSqlAsync(hub, "PRAGMA max_page_count = 1");

        release.SetResult();
        await TestHub.EventuallyAsync(() => Task.FromResult(hub.Service.OpenHub!.Commits.Failures > 1));
        int runsOnFullDisk = runs;
        await RunSqlAsync(hub, "PRAGMA max_page_count = 1000000");

        Assert.Equal("200000", (await hub.WaitAsync("grows")).Output);
        Assert.Equal((0, 1), (runsOnFullDisk, runs));
    }

    [Fact]
    public async Task AnotherProgramReadingAlong_HoldsNothingUp()
    {
        await using TestHub hub = await RunningAsync();
        await using SqliteConnection reader = Sql.Connect(hub.DatabasePath);
        Sql.Execute(reader, "BEGIN; SELECT count(*) FROM instances");

        Assert.Equal("\"xxx\"", (await hub.RunToEndAsync("Large", "3")).Output);

        Sql.Execute(reader, "COMMIT");
        Assert.Equal("\"xxxx\"", (await hub.RunToEndAsync("Large", "4")).Output);
    }

    [Fact]
    public async Task AnotherProgramLocking_IsWaitedFor()
    {
        await using TestHub hub = await RunningAsync();
        Task<OrchestrationState> run;
        await using (SqliteConnection locker = Sql.Connect(hub.DatabasePath))
        {
            Sql.Execute(locker, "BEGIN IMMEDIATE");
            run = hub.RunToEndAsync("Large", "5");
            Assert.False(run.IsCompleted);
            Sql.Execute(locker, "ROLLBACK");
        }

        Assert.Equal("\"xxxxx\"", (await run).Output);
    }

    [Fact]
    public async Task Backup_TakenWhileItRuns_GoesOnElsewhere()
    {
        await using TestHub hub = await RunningAsync();
        await using TestHub elsewhere = new TestHub()
            .Activity<string, string>("Echo", Task.FromResult)
            .Orchestrator<string, string>("Waits", async (o, _) => await o.CallAsync<string>("Echo", await o.WaitAsync("Go")));
        for (int i = 0; i < 20; i++)
        {
            await hub.StartAsync("Waits", "", $"w{i}");
        }

        await hub.EventuallyStatusAsync("w19", OrchestrationStatus.Running);
        await using (SqliteConnection source = Sql.Connect(hub.DatabasePath))
        await using (SqliteConnection copy = Sql.Connect(elsewhere.DatabasePath))
        {
            source.BackupDatabase(copy);
        }

        await elsewhere.RunAsync();
        for (int i = 0; i < 20; i++)
        {
            await elsewhere.RaiseAsync($"w{i}", "Go", $"{i}");
            Assert.Equal($"\"{i}\"", (await elsewhere.WaitAsync($"w{i}")).Output);
            Assert.Equal(OrchestrationStatus.Running, (await hub.StateAsync($"w{i}")).OrchestrationStatus);
        }
    }

    [Fact]
    public async Task Log_WithFlippedBytes_LosesWhatCameAfterThemAndNothingElse()
    {
        await using TestHub hub = await RunningAsync();
        await hub.StartAsync("Waits", "", "first");
        await hub.EventuallyStatusAsync("first", OrchestrationStatus.Running);
        await RunCheckpointAsync(hub);
        await hub.StartAsync("Waits", "", "second");

        // A copy of file and log, as they are while the process runs.
        await using TestHub copy = new TestHub().Activity<string, string>("Echo", Task.FromResult)
            .Orchestrator<string, string>("Waits", async (o, _) => await o.CallAsync<string>("Echo", await o.WaitAsync("Go")));
        File.Copy(hub.DatabasePath, copy.DatabasePath);
        byte[] log = await ReadAsync(hub.DatabasePath + "-wal");
        log[40] ^= 0xFF;
        await File.WriteAllBytesAsync(copy.DatabasePath + "-wal", log);

        await copy.RunAsync();

        Assert.Null(await copy.StateAsync("second"));
        await copy.RaiseAsync("first", "Go", "on");
        Assert.Equal("\"on\"", (await copy.WaitAsync("first")).Output);
    }

    // The log starts over, so that its first frame is of what comes next.
    private static async Task RunCheckpointAsync(TestHub hub)
    {
        await TestHub.EventuallyAsync(() =>
        {
            using SqliteConnection connection = Sql.Connect(hub.DatabasePath);
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            using SqliteDataReader row = command.ExecuteReader();
            return Task.FromResult(row.Read() && row.GetInt64(0) == 0);
        });
    }

    private static async Task<byte[]> ReadAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
