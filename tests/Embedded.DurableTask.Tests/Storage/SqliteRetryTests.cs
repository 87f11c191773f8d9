using EmbeddedFunctions.DurableTask.History;
using EmbeddedFunctions.DurableTask.Storage;
using EmbeddedFunctions.DurableTask.Storage.Sqlite;

namespace EmbeddedFunctions.DurableTask.Tests.Storage;

/// <summary>A transaction that failed is tried again commit by commit: nothing of the first attempt may be left in the results.</summary>
public sealed class SqliteRetryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public void Commit_AgainAfterAFailedTransaction_GivesTheResultsOfTheSecondAttempt()
    {
        using var store = new SqliteStore(this.folder.File("hub.db"), SqliteSynchronous.Full);
        store.Open();
        var create = new NewInstance(Record("a"));
        var message = new NewMessage("a", null, new EventRaised("e", null));
        var purge = new PurgeWrite("a");
        StoreCommit creates = new((_, _) => { }) { Creates = [create] };
        StoreCommit posts = new((_, _) => { }) { Messages = [message] };
        StoreCommit purges = new((_, _) => { }) { Purges = [purge] };

        // A name that must not be null breaks the transaction after the others were applied.
        Assert.ThrowsAny<Exception>(() => store.Commit([creates, posts, purges, new((_, _) => { }) { Creates = [new NewInstance(Record("b") with { Name = null! })] }]));
        Assert.True(message.Accepted);
        store.Commit([posts]);

        Assert.False(message.Accepted);
        Assert.Null(store.Find("a", withPayloads: false));
    }

    private static InstanceRecord Record(string id) => new() { InstanceId = id, ExecutionId = "x", Name = "O" };
}
