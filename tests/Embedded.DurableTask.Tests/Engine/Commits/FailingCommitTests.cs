using EmbeddedFunctions.DurableTask.Testing;
using EmbeddedFunctions.DurableTask.Tests.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedFunctions.DurableTask.Tests.Engine.Commits;

/// <summary>A SQLite file that refuses to be written, by a trigger of the test's own, and then no more.</summary>
public sealed class FailingCommitTests : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private int turns;
    private int activities;

    public void Dispose() => this.folder.Dispose();

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    public async Task Turn_CannotBeCommitted_IsTakenBackAndRunAgain(bool sessions, int failingTurn)
    {
        await using DurableTaskTestHost host = await this.StartAsync(sessions);
        this.Refuse("BEFORE INSERT ON history WHEN NEW.id & 0xFFFFFF = " + (failingTurn - 1));

        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Twice", 20);
        await Eventually.TrueAsync(() => Volatile.Read(ref this.turns) >= failingTurn, "the turn has run");
        await this.EverythingCommittedAsync(host);
        Assert.Equal(failingTurn - 1, Volatile.Read(ref this.activities));
        this.Allow();
        this.time.Advance(RetryDelay);
        OrchestrationMetadata end = await host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);

        // Effects of the turn that was taken back never were; the activity whose outcome it had taken in did not run again.
        Assert.Equal(42, end.ReadOutputAs<int>());
        Assert.Equal(2, this.activities);
        Assert.Single((await host.Engine.GetHistoryAsync(id))!.OfType<DurableTask.History.ExecutionCompleted>());
    }

    [Fact]
    public async Task Turn_CannotBeCommitted_IsNotForgottenWhenIdleSessionsAre()
    {
        await using DurableTaskTestHost host = await this.StartAsync(sessions: true, idle: TimeSpan.FromMilliseconds(1));
        this.Refuse("BEFORE INSERT ON history");
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Twice", 20);
        await Eventually.TrueAsync(() => Volatile.Read(ref this.turns) >= 1, "the turn has run");
        await this.EverythingCommittedAsync(host);
        this.time.Advance(RetryDelay / 2);
        this.Allow();

        this.time.Advance(RetryDelay / 2);

        Assert.Equal(42, (await host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Turn_CannotBeCommitted_OthersGoOn()
    {
        await using DurableTaskTestHost host = await this.StartAsync(sessions: true);
        this.Refuse("BEFORE INSERT ON history WHEN NEW.id >> 24 = (SELECT key FROM instances WHERE instance_id = 'stuck')");
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Twice", 20, new StartOrchestrationOptions("stuck"));

        OrchestrationMetadata[] ends = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
            await host.Client.WaitForInstanceCompletionAsync(
                await host.Client.ScheduleNewOrchestrationInstanceAsync("Twice", 20), getInputsAndOutputs: true)));

        Assert.All(ends, end => Assert.Equal(42, end.ReadOutputAs<int>()));
        Assert.True((await host.Client.GetInstanceAsync("stuck"))!.RuntimeStatus == OrchestrationRuntimeStatus.Pending);
        this.Allow();
        await this.EverythingCommittedAsync(host);
        this.time.Advance(RetryDelay);
        Assert.Equal(42, (await host.Client.WaitForInstanceCompletionAsync("stuck", getInputsAndOutputs: true)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task ClientCall_CannotBeCommitted_ThrowsAndLeavesNothing()
    {
        await using DurableTaskTestHost host = await this.StartAsync(sessions: true);
        this.Refuse("BEFORE INSERT ON payloads");

        await Assert.ThrowsAsync<SqliteException>(() =>
            host.Client.ScheduleNewOrchestrationInstanceAsync("Twice", 20, new StartOrchestrationOptions("refused")));

        Assert.Null(await host.Client.GetInstanceAsync("refused"));
        Assert.Equal(0, this.turns);
        this.Allow();
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Twice", 20, new StartOrchestrationOptions("refused"));
        Assert.Equal(42, (await host.Client.WaitForInstanceCompletionAsync("refused", getInputsAndOutputs: true)).ReadOutputAs<int>());
    }

    /// <summary>The writer works in order: when this commit is answered, all before it have been seen to.</summary>
    private async Task EverythingCommittedAsync(DurableTaskTestHost host)
    {
        await Eventually.TrueAsync(() => host.Engine.Runtime.Activities is { Running: 0, Queued: 0 }, "no activity runs");
        await host.Client.RaiseEventAsync("nobody", "nothing");
    }

    private Task<DurableTaskTestHost> StartAsync(bool sessions, TimeSpan? idle = null) => DurableTaskTestHost.StartAsync(
        registry => registry
            .AddActivityFunc<int, int>("Increment", (_, value) =>
            {
                Interlocked.Increment(ref this.activities);
                return value + 1;
            })
            .AddOrchestratorFunc<int, int>("Twice", async (context, value) =>
            {
                Interlocked.Increment(ref this.turns);
                int once = await context.CallActivityAsync<int>("Increment", value);
                Interlocked.Increment(ref this.turns);
                return 2 * await context.CallActivityAsync<int>("Increment", once) - 2;
            }),
        options =>
        {
            options.DatabasePath = this.folder.File("hub.db");
            options.ExtendedSessionsEnabled = sessions;
            options.ExtendedSessionIdleTimeout = idle ?? options.ExtendedSessionIdleTimeout;
        },
        this.time);

    private void Refuse(string when) => this.Execute($"CREATE TRIGGER refuse {when} BEGIN SELECT RAISE(ABORT, 'refused by the test'); END");

    private void Allow() => this.Execute("DROP TRIGGER refuse");

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={this.folder.File("hub.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Only this class's own text gets here.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
