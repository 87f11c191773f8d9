using EmbeddedFunctions.DurableTask.Storage;
using EmbeddedFunctions.DurableTask.Storage.Sqlite;

namespace EmbeddedFunctions.DurableTask.Tests.Storage;

public sealed class SqliteStoreTests : StoreContract
{
    private readonly TemporaryFolder folder = new();

    private protected override IOrchestrationStore Make() => new SqliteStore(this.folder.File("hub.db"), SqliteSynchronous.Full);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        this.folder.Dispose();
    }
}
