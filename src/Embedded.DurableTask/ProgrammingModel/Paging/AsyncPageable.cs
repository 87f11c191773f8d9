namespace Microsoft.DurableTask;

/// <summary>Query results that are fetched page by page while they are enumerated.</summary>
/// <typeparam name="T">What is enumerated.</typeparam>
public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
    where T : notnull
{
    /// <summary>Enumerates whole pages, so that a caller can stop and go on later.</summary>
    /// <param name="continuationToken">Where to begin: a token from an earlier page, or null for the first page.</param>
    /// <param name="pageSizeHint">How many values a page should hold; null leaves it to the query.</param>
    public abstract IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = default);

    /// <summary>Enumerates the single values of all pages, fetching a page only when it is reached.</summary>
    /// <param name="cancellationToken">Cancels the fetch that is under way.</param>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        // The caller's context is kept: an orchestrator may enumerate too.
        var pages = AsPages().WithCancellation(cancellationToken).ConfigureAwait(true);
        await foreach (var page in pages)
        {
            foreach (var value in page.Values)
            {
                yield return value;
            }
        }
    }
}
