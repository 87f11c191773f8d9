using EmbeddedFunctions.DurableTask.Storage;
using EmbeddedFunctions.DurableTask.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Storage;

/// <summary>The file itself: locks, damage, versions.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Hub => this.folder.File("hub.db");

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public void Open_SecondHost_IsRefusedAndTheFirstGoesOn()
    {
        using SqliteStore first = this.Opened();
        using var second = new SqliteStore(this.Hub, SqliteSynchronous.Full);

        TaskHubException refused = Assert.Throws<TaskHubException>(second.Open);

        Assert.Contains("in use by another host", refused.Message, StringComparison.Ordinal);
        Assert.Empty(first.LoadActive());
    }

    [Fact]
    public void Open_AfterTheFirstHostClosed_Works()
    {
        this.Opened().Dispose();

        using SqliteStore second = this.Opened();

        Assert.Empty(second.LoadActive());
    }

    [Fact]
    public void Open_NotASqliteFile_IsRefusedAndLeftAsItWas()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)'x', 8192)];
        File.WriteAllBytes(this.Hub, bytes);
        using var store = new SqliteStore(this.Hub, SqliteSynchronous.Full);

        TaskHubException refused = Assert.Throws<TaskHubException>(store.Open);

        Assert.Contains("damaged or not a SQLite file", refused.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(this.Hub));
    }

    [Fact]
    public void Open_DamagedPages_IsRefused()
    {
        using (SqliteStore store = this.Opened())
        {
            for (int i = 0; i < 200; i++)
            {
                store.Commit([Create($"instance-{i}", new string('p', 2000))]);
            }
        }

        using (FileStream file = File.OpenWrite(this.Hub))
        {
            file.Seek(4096 * 3, SeekOrigin.Begin);
            file.Write(Enumerable.Repeat((byte)0xFF, 4096 * 20).ToArray());
        }

        using var damaged = new SqliteStore(this.Hub, SqliteSynchronous.Full);

        TaskHubException refused = Assert.Throws<TaskHubException>(damaged.Open);

        Assert.Contains("damaged", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AnotherProgramsDatabase_IsRefusedAndLeftAsItWas()
    {
        this.Sql("CREATE TABLE mine (x); INSERT INTO mine VALUES (1)");
        using var store = new SqliteStore(this.Hub, SqliteSynchronous.Full);

        TaskHubException refused = Assert.Throws<TaskHubException>(store.Open);

        Assert.Contains("not a task hub", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1L, this.Scalar("SELECT count(*) FROM sqlite_schema"));
    }

    [Fact]
    public void Open_NewerSchema_IsRefused()
    {
        this.Opened().Dispose();
        this.Sql("PRAGMA user_version = 99");
        using var store = new SqliteStore(this.Hub, SqliteSynchronous.Full);

        TaskHubException refused = Assert.Throws<TaskHubException>(store.Open);

        Assert.Contains("schema version 99", refused.Message, StringComparison.Ordinal);
        Assert.Equal(99L, this.Scalar("PRAGMA user_version"));
    }

    [Theory]
    [InlineData(SqliteSynchronous.Full, 2)]
    [InlineData(SqliteSynchronous.Normal, 1)]
    public void Open_Synchronous_IsWhatTheWriterUses(SqliteSynchronous synchronous, long expected)
    {
        using var connection = new SqliteConnection($"Data Source={this.Hub};Pooling=false");
        connection.Open();
        SqliteStore.Configure(connection, synchronous);

        Assert.Equal(expected, SqliteSchema.Scalar(connection, "PRAGMA synchronous"));
    }

    [Fact]
    public void Open_Journal_IsWriteAhead()
    {
        this.Opened().Dispose();

        Assert.Equal("wal", this.Scalar("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task Open_GoldenFileOfEachVersion_GoesOnWhereItWas()
    {
        string golden = Path.Combine(AppContext.BaseDirectory, "Histories");
        string[] files = Directory.GetFiles(golden, "schema-*.db");
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            string copy = this.folder.File(Path.GetFileName(file));
            File.Copy(file, copy);
            await using Testing.DurableTaskTestHost host = await GoldenHub.StartAsync(copy);

            OrchestrationMetadata metadata = await GoldenHub.FinishAsync(host);

            Assert.Equal(OrchestrationRuntimeStatus.Completed, metadata.RuntimeStatus);
            Assert.Equal(GoldenHub.ExpectedOutput, metadata.ReadOutputAs<string>());
        }
    }

    [Fact]
    public void Schema_GoldenFile_ExistsForEveryVersion()
    {
        for (int version = 1; version <= SqliteSchema.CurrentVersion; version++)
        {
            Assert.True(
                File.Exists(Path.Combine(AppContext.BaseDirectory, "Histories", $"schema-{version}.db")),
                $"No golden file for schema version {version}: make one with GoldenHub.WriteAsync and keep it for ever.");
        }
    }

    [Fact]
    public void Schema_FreshFile_HasTheShapeOfTheGoldenOne()
    {
        this.Opened().Dispose();
        string golden = Path.Combine(AppContext.BaseDirectory, "Histories", $"schema-{SqliteSchema.CurrentVersion}.db");

        Assert.Equal(Shape(golden), Shape(this.Hub));
    }

    private static string Shape(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=false;Mode=ReadOnly");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name)";
        return (string)command.ExecuteScalar()!;
    }

    private static StoreCommit Create(string id, string input) => new((_, _) => { })
    {
        Creates = [new NewInstance(new InstanceRecord { InstanceId = id, ExecutionId = "e", Name = "O", Input = input })],
    };

    private SqliteStore Opened()
    {
        var store = new SqliteStore(this.Hub, SqliteSynchronous.Full);
        store.Open();
        return store;
    }

    private void Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={this.Hub};Pooling=false");
        connection.Open();
        SqliteSchema.Execute(connection, sql);
    }

    private object? Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={this.Hub};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
