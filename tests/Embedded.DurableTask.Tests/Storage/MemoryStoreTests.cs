using EmbeddedFunctions.DurableTask.Storage;
using EmbeddedFunctions.DurableTask.Storage.Memory;

namespace EmbeddedFunctions.DurableTask.Tests.Storage;

public sealed class MemoryStoreTests : StoreContract
{
    private protected override IOrchestrationStore Make() => new MemoryStore();
}
