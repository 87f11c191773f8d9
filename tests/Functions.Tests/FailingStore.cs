using CharacterFanOut.Functions.Reports;

namespace CharacterFanOut.Functions.Tests;

/// <summary>A store whose first writes fail.</summary>
internal sealed class FailingStore(IReportStore store, int failures) : IReportStore
{
    private int failuresLeft = failures;

    public int FailuresLeft => Math.Max(0, Volatile.Read(ref failuresLeft));

    public string Locate(string fanOutId, string prefix) => store.Locate(fanOutId, prefix);

    public Task WriteAsync(string fanOutId, string name, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        Interlocked.Decrement(ref failuresLeft) >= 0
            ? throw new ReportStoreException("The store is down.", new IOException())
            : store.WriteAsync(fanOutId, name, content, cancellation);

    public Task<Stream?> OpenAsync(string fanOutId, string name, CancellationToken cancellation) => store.OpenAsync(fanOutId, name, cancellation);

    public IAsyncEnumerable<string> ListAsync(string fanOutId, string prefix, CancellationToken cancellation) =>
        store.ListAsync(fanOutId, prefix, cancellation);

    public Task DeleteAsync(string fanOutId, CancellationToken cancellation) => store.DeleteAsync(fanOutId, cancellation);

    public Task CheckAsync(CancellationToken cancellation) => store.CheckAsync(cancellation);
}
