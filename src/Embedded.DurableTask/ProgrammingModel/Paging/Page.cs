namespace Microsoft.DurableTask;

/// <summary>One page of a query's results, and how to ask for the next.</summary>
/// <typeparam name="T">What the page holds.</typeparam>
public sealed class Page<T>
    where T : notnull
{
    /// <summary>Makes a page.</summary>
    /// <param name="values">The page's values, in order.</param>
    /// <param name="continuationToken">What continues after this page; null on the last one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    public Page(IReadOnlyList<T> values, string? continuationToken = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = values;
        ContinuationToken = continuationToken;
    }

    /// <summary>The values, in the query's order.</summary>
    public IReadOnlyList<T> Values { get; }

    /// <summary>The token that continues after this page; null when this is the last.</summary>
    public string? ContinuationToken { get; }
}
