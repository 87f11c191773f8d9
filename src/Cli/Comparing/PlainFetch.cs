using System.Globalization;

namespace CharacterFanOut.Cli.Comparing;

/// <summary>Fetches characters as one does it without thinking twice: plain requests, results in memory, no second try.</summary>
/// <param name="upstream">The API.</param>
internal sealed class PlainFetch(Uri upstream)
{
    /// <summary>Fetches the ids.</summary>
    /// <param name="concurrency">How many requests may be in flight; 0 for all at once.</param>
    /// <returns>How many were fetched, and the seconds that it took.</returns>
    public async Task<(int Fetched, double Seconds)> FetchAsync(IReadOnlyList<int> ids, int concurrency, TimeProvider time, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = upstream };
        var characters = new byte[]?[ids.Count];
        var start = time.GetTimestamp();
        await Parallel.ForAsync(
            0, ids.Count,
            new ParallelOptions { MaxDegreeOfParallelism = concurrency == 0 ? ids.Count : concurrency, CancellationToken = cancellation },
            async (index, stop) => characters[index] = await TryFetchAsync(http, ids[index], stop));
        return (characters.Count(static character => character is not null), Math.Round(time.GetElapsedTime(start).TotalSeconds, 3));
    }

    private static async Task<byte[]?> TryFetchAsync(HttpClient http, int id, CancellationToken cancellation)
    {
        try
        {
            return await http.GetByteArrayAsync(string.Create(CultureInfo.InvariantCulture, $"character/{id}"), cancellation);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
