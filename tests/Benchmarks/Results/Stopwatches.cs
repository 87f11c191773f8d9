using System.Diagnostics;

namespace CharacterFanOut.Benchmarks.Results;

/// <summary>How long something takes.</summary>
internal static class Stopwatches
{
    /// <returns>Seconds, and what it came to.</returns>
    public static async Task<(double Seconds, T Result)> TimeAsync<T>(Func<Task<T>> run)
    {
        long started = Stopwatch.GetTimestamp();
        T result = await run();
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, result);
    }
}
