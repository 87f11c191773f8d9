namespace Microsoft.DurableTask;

/// <summary>Makes pageable results out of a function that fetches one page.</summary>
public static class Pageable
{
    /// <summary>Makes a pageable whose pages have the size that the function chooses.</summary>
    /// <typeparam name="T">What is enumerated.</typeparam>
    /// <param name="pageFunc">Fetches the page that a continuation token (null: the first) stands for.</param>
    /// <exception cref="ArgumentNullException"><paramref name="pageFunc"/> is null.</exception>
    public static AsyncPageable<T> Create<T>(Func<string?, CancellationToken, Task<Page<T>>> pageFunc)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(pageFunc);
        return new DelegatePageable<T>((token, _, cancellation) => pageFunc(token, cancellation));
    }

    /// <summary>Makes a pageable whose reader may ask for a page size.</summary>
    /// <typeparam name="T">What is enumerated.</typeparam>
    /// <param name="pageFunc">Fetches a page, given a continuation token (null: the first) and a page size hint (null: its own choice).</param>
    /// <exception cref="ArgumentNullException"><paramref name="pageFunc"/> is null.</exception>
    public static AsyncPageable<T> Create<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> pageFunc)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(pageFunc);
        return new DelegatePageable<T>(pageFunc);
    }
}
