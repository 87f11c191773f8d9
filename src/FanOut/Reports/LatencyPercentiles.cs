namespace CharacterFanOut;

/// <summary>Fetch latencies in milliseconds, with retries; all null when no character was fetched.</summary>
/// <param name="P50">Half of the fetches took no longer.</param>
/// <param name="P95">95% of the fetches took no longer.</param>
/// <param name="P99">99% of the fetches took no longer.</param>
/// <param name="Max">The longest, exactly.</param>
public sealed record LatencyPercentiles(
    double? P50,
    double? P95,
    double? P99,
    double? Max)
{
    /// <summary>The percentiles of a histogram of microseconds.</summary>
    public static LatencyPercentiles Of(Histogram microseconds) => new(
        Milliseconds(microseconds.Percentile(50)),
        Milliseconds(microseconds.Percentile(95)),
        Milliseconds(microseconds.Percentile(99)),
        Milliseconds(microseconds.Max));

    private static double? Milliseconds(double? microseconds) =>
        microseconds is { } value ? Math.Round(value / 1000, 3) : null;
}
