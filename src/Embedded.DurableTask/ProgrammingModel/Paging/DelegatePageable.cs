using System.Runtime.CompilerServices;

namespace Microsoft.DurableTask;

/// <summary>Pages that a delegate fetches, until one comes without a continuation token.</summary>
internal sealed class DelegatePageable<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> fetch) : AsyncPageable<T>
    where T : notnull
{
    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = default) =>
        FetchAsync(continuationToken, pageSizeHint, CancellationToken.None);

    private async IAsyncEnumerable<Page<T>> FetchAsync(
        string? token, int? size, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var page = await fetch(token, size, cancellation).ConfigureAwait(true);
            yield return page;
            if (page.ContinuationToken is null)
            {
                yield break;
            }

            token = page.ContinuationToken;
        }
    }
}
