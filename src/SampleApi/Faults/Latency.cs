namespace CharacterFanOut.SampleApi.Faults;

/// <summary>How long answers take: <c>fixed:50ms</c>, <c>uniform:10-90ms</c> or <c>exp:50ms</c> (exponential, by its mean).</summary>
public sealed record Latency
{
    private const double MaxMilliseconds = 3_600_000;

    private readonly bool exponential;
    private readonly double min;
    private readonly double max;

    // A fixed latency is a uniform one with equal ends; of an exponential one max is the mean.
    private Latency(double min, double max, bool exponential = false) => (this.min, this.max, this.exponential) = (min, max, exponential);

    public static Latency None { get; } = new(0, 0);

    public bool IsNone => max <= 0;

    /// <summary>Reads a latency; units are <c>ms</c> (also where there is none) and <c>s</c>, up to an hour. The error says what to write instead.</summary>
    public static bool TryParse(string? text, out Latency latency, out string error)
    {
        error = $"'{text}' is not a latency. Write fixed:50ms, uniform:10-90ms, exp:50ms or none.";
        Latency? parsed = (text ?? "").Trim().Split(':') switch
        {
            ["none"] => None,
            ["fixed", var length] when TryMilliseconds(length, "ms", out double value) => new Latency(value, value),
            ["exp", var length] when TryMilliseconds(length, "ms", out double mean) => new Latency(0, mean, exponential: true),
            ["uniform", var range] when range.Split('-') is [var low, var high]
                && TryMilliseconds(high, "ms", out double last)
                && TryMilliseconds(low, high.EndsWith("ms", StringComparison.Ordinal) || !high.EndsWith('s') ? "ms" : "s", out double first)
                && first <= last => new Latency(first, last),
            _ => null,
        };

        latency = parsed ?? None;
        return parsed is not null;
    }

    /// <summary>The latency at a point of the distribution, from 0 to less than 1, in whole milliseconds.</summary>
    public TimeSpan At(double point) => TimeSpan.FromMilliseconds(Math.Round(
        exponential ? Math.Min(-max * Math.Log(1 - point), MaxMilliseconds) : min + ((max - min) * point)));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(this switch
    {
        { IsNone: true } => $"none",
        { exponential: true } => $"exp:{max}ms",
        _ when min < max => $"uniform:{min}-{max}ms",
        _ => $"fixed:{max}ms",
    });

    // Where the text has no unit, it is in the given one.
    private static bool TryMilliseconds(string text, string unit, out double milliseconds)
    {
        string withUnit = text.EndsWith('s') ? text : text + unit;
        bool isMilliseconds = withUnit.EndsWith("ms", StringComparison.Ordinal);
        bool isNumber = double.TryParse(withUnit[..^(isMilliseconds ? 2 : 1)], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out milliseconds);
        milliseconds *= isMilliseconds ? 1 : 1000;
        return isNumber && milliseconds <= MaxMilliseconds;
    }
}
