using System.Globalization;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Paging;

public sealed class PageableTests
{
    [Fact]
    public async Task GetAsyncEnumerator_SeveralPages_GivesEveryValueInOrder()
    {
        var pageable = Pageable.Create((token, size, _) => Task.FromResult(PageAt(token, size ?? 3)));

        Assert.Equal(Enumerable.Range(0, 10), await ToListAsync(pageable));
    }

    [Fact]
    public async Task AsPages_SizeHint_ReachesTheFunction()
    {
        var pageable = Pageable.Create((token, size, _) => Task.FromResult(PageAt(token, size ?? 3)));

        var pages = await ToListAsync(pageable.AsPages(pageSizeHint: 4));

        Assert.Equal([4, 4, 2], pages.Select(page => page.Values.Count));
        Assert.Equal(["4", "8", null], pages.Select(page => page.ContinuationToken));
    }

    [Fact]
    public async Task AsPages_ContinuationToken_GoesOnThere()
    {
        var pageable = Pageable.Create((token, size, _) => Task.FromResult(PageAt(token, size ?? 3)));

        var pages = await ToListAsync(pageable.AsPages("6"));

        Assert.Equal([6, 7, 8, 9], pages.SelectMany(page => page.Values));
    }

    [Fact]
    public async Task GetAsyncEnumerator_StoppedEarly_FetchesNoFurther()
    {
        var fetched = 0;
        var pageable = Pageable.Create((token, _) =>
        {
            fetched++;
            return Task.FromResult(PageAt(token, 3));
        });

        await foreach (var value in pageable)
        {
            if (value == 4)
            {
                break;
            }
        }

        Assert.Equal(2, fetched);
    }

    [Fact]
    public async Task GetAsyncEnumerator_CancellationToken_ReachesTheFunction()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var pageable = Pageable.Create((token, cancellation) => cancellation.IsCancellationRequested
            ? Task.FromCanceled<Page<int>>(cancellation)
            : Task.FromResult(PageAt(token, 3)));

        await using var values = pageable.GetAsyncEnumerator(cancelled.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await values.MoveNextAsync());
    }

    [Fact]
    public void Create_Null_Throws()
    {
        Assert.Throws<ArgumentNullException>("pageFunc", () => Pageable.Create((Func<string?, CancellationToken, Task<Page<int>>>)null!));
        Assert.Throws<ArgumentNullException>("pageFunc", () => Pageable.Create((Func<string?, int?, CancellationToken, Task<Page<int>>>)null!));
        Assert.Throws<ArgumentNullException>("values", () => new Page<int>(null!));
    }

    private static Page<int> PageAt(string? token, int size)
    {
        var start = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
        var end = Math.Min(10, start + size);
        var next = end < 10 ? end.ToString(CultureInfo.InvariantCulture) : null;
        return new Page<int>([.. Enumerable.Range(start, end - start)], next);
    }

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (var value in source)
        {
            list.Add(value);
        }

        return list;
    }
}
