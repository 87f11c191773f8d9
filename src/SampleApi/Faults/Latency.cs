using System.Globalization;

namespace CharacterFanOut.SampleApi.Faults;

/// <summary>How long answers take: <c>fixed:50ms</c>, <c>uniform:10-90ms</c> or <c>exp:50ms</c> (exponential, by its mean).</summary>
public sealed record Latency
{
    private const double LongestMilliseconds = 3_600_000;

    private readonly LatencyShape shape;
    private readonly double from;
    private readonly double to;

    private Latency(LatencyShape shape, double from, double to) => (this.shape, this.from, this.to) = (shape, from, to);

    /// <summary>No latency.</summary>
    public static Latency None { get; } = new(LatencyShape.Fixed, 0, 0);

    /// <summary>Whether answers come at once.</summary>
    public bool IsNone => to <= 0;

    /// <summary>Reads a latency; units are <c>ms</c> (also where there is none) and <c>s</c>, up to an hour.</summary>
    /// <param name="text">The text.</param>
    /// <param name="latency">The latency, when it could be read.</param>
    /// <param name="error">What is wrong and what to write instead, when not.</param>
    /// <returns>Whether the text is a latency.</returns>
    public static bool TryParse(string? text, out Latency latency, out string error)
    {
        latency = None;
        error = $"'{text}' is not a latency. Write fixed:50ms, uniform:10-90ms, exp:50ms or none.";
        string[] parts = (text ?? "").Trim().Split(':');

        switch (parts)
        {
            case ["none"]:
                return true;
            case ["fixed", var one] when TryMilliseconds(one, out double fixedTo):
                latency = new Latency(LatencyShape.Fixed, fixedTo, fixedTo);
                return true;
            case ["exp", var one] when TryMilliseconds(one, out double mean):
                latency = new Latency(LatencyShape.Exponential, 0, mean);
                return true;
            case ["uniform", var range] when range.Split('-') is [var low, var high]:
                // The unit of the second counts for both, unless the first has its own.
                string lowWithUnit = low.EndsWith('s') || !high.EndsWith('s') || high.EndsWith("ms", StringComparison.Ordinal) ? low : low + "s";
                if (TryMilliseconds(lowWithUnit, out double first) && TryMilliseconds(high, out double last))
                {
                    if (first > last)
                    {
                        error = $"'{text}' is not a latency: {low} is more than {high}.";
                        return false;
                    }

                    latency = new Latency(LatencyShape.Uniform, first, last);
                    return true;
                }

                return false;
            default:
                return false;
        }
    }

    /// <summary>The latency at a point of the distribution, in whole milliseconds.</summary>
    /// <param name="point">The point, from 0 to less than 1.</param>
    /// <returns>The latency.</returns>
    public TimeSpan At(double point) => TimeSpan.FromMilliseconds(Math.Round(shape switch
    {
        LatencyShape.Uniform => from + ((to - from) * point),
        LatencyShape.Exponential => Math.Min(-to * Math.Log(1 - point), LongestMilliseconds),
        _ => to,
    }));

    /// <inheritdoc/>
    public override string ToString() => shape switch
    {
        _ when IsNone => "none",
        LatencyShape.Uniform => string.Create(CultureInfo.InvariantCulture, $"uniform:{from}-{to}ms"),
        LatencyShape.Exponential => string.Create(CultureInfo.InvariantCulture, $"exp:{to}ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"fixed:{to}ms"),
    };

    private static bool TryMilliseconds(string text, out double milliseconds)
    {
        (string number, double unit) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], 1d),
            _ when text.EndsWith('s') => (text[..^1], 1000d),
            _ => (text, 1d),
        };

        bool isNumber = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out milliseconds);
        milliseconds *= unit;
        return isNumber && milliseconds <= LongestMilliseconds;
    }
}
