namespace CharacterFanOut.Benchmarks.Results;

/// <summary>One measured figure.</summary>
/// <param name="Benchmark">What was done.</param>
/// <param name="Name">What was measured.</param>
/// <param name="Value">How much: the median, where there were several runs.</param>
/// <param name="Unit">Of what.</param>
/// <param name="Target">What it should be; null where nothing was promised.</param>
/// <param name="Met">Whether it is; null without a target.</param>
internal sealed record Figure(string Benchmark, string Name, double Value, string Unit, string? Target = null, bool? Met = null)
{
    public static Figure AtLeast(string benchmark, string name, double value, string unit, double target) =>
        new(benchmark, name, value, unit, $"≥ {Figures.Text(target)}", value >= target);

    public static Figure AtMost(string benchmark, string name, double value, string unit, double target) =>
        new(benchmark, name, value, unit, $"≤ {Figures.Text(target)}", value <= target);
}
