using System.Runtime.CompilerServices;

namespace CharacterFanOut.Functions.Reports;

/// <summary>A report store that remembers what it could not do last. A write that succeeds shows that all is well again, a read only that reading is.</summary>
internal sealed class WatchedStore(IReportStore inner) : IReportStore
{
    private volatile string? readProblem;
    private volatile string? writeProblem;

    /// <summary>What the store could not do, in its own words; null when nothing is known to be wrong.</summary>
    public string? Problem => writeProblem ?? readProblem;

    public string Locate(string fanOutId, string prefix) => inner.Locate(fanOutId, prefix);

    public async Task WriteAsync(string fanOutId, string name, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        await WatchAsync(async () =>
        {
            await inner.WriteAsync(fanOutId, name, content, cancellation);
            return true;
        }, writes: true);

    public Task<Stream?> OpenAsync(string fanOutId, string name, CancellationToken cancellation) =>
        WatchAsync(() => inner.OpenAsync(fanOutId, name, cancellation), writes: false);

    public async IAsyncEnumerable<string> ListAsync(string fanOutId, string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var names = inner.ListAsync(fanOutId, prefix, cancellation).GetAsyncEnumerator(cancellation);
        while (await WatchAsync(() => names.MoveNextAsync().AsTask(), writes: false))
        {
            yield return names.Current;
        }
    }

    public async Task DeleteAsync(string fanOutId, CancellationToken cancellation) =>
        await WatchAsync(async () =>
        {
            await inner.DeleteAsync(fanOutId, cancellation);
            return true;
        }, writes: false);

    public async Task CheckAsync(CancellationToken cancellation) =>
        await WatchAsync(async () =>
        {
            await inner.CheckAsync(cancellation);
            return true;
        }, writes: true);

    private async Task<T> WatchAsync<T>(Func<Task<T>> action, bool writes)
    {
        try
        {
            var result = await action();
            (readProblem, writeProblem) = (null, writes ? null : writeProblem);
            return result;
        }
        catch (ReportStoreException e)
        {
            (readProblem, writeProblem) = writes ? (readProblem, e.Message) : (e.Message, writeProblem);
            throw;
        }
    }
}
