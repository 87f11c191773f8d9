using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CharacterFanOut.Benchmarks.Results;

/// <summary>Figures as a table for people or as JSON for programs, and the arithmetic behind them.</summary>
internal static class Figures
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Text(double value) => value switch
    {
        0 => "0",
        _ when Math.Abs(value) >= 100 => value.ToString("#,##0", CultureInfo.InvariantCulture),
        _ when Math.Abs(value) >= 1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };

    public static string ToJson(string suite, IReadOnlyList<Figure> figures) => JsonSerializer.Serialize(
        new
        {
            suite,
            processors = Environment.ProcessorCount,
            runtime = Environment.Version.ToString(),
            system = Environment.OSVersion.ToString(),
            figures,
        },
        Json);

    public static string ToTable(IReadOnlyList<Figure> figures)
    {
        string[][] rows =
        [
            ["benchmark", "figure", "value", "unit", "target", ""],
            .. figures.Select(f => (string[])[f.Benchmark, f.Name, Text(f.Value), f.Unit, f.Target ?? "", f.Met switch { true => "met", false => "MISSED", null => "" }]),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        var table = new StringBuilder();
        foreach (string[] row in rows)
        {
            for (int i = 0; i < row.Length; i++)
            {
                // Numbers to the right, words to the left.
                table.Append(i == 2 ? row[i].PadLeft(widths[i]) : row[i].PadRight(widths[i])).Append("  ");
            }

            table.Length -= 2;
            table.AppendLine();
        }

        return table.ToString();
    }

    public static double Median(IEnumerable<double> values) => Percentile(values, 0.5);

    /// <summary>The value that the given share of the values does not exceed (nearest rank; for a median of an even number, the mean of the middle two).</summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            throw new BenchmarkFailedException("There is nothing to take a percentile of.");
        }

        if (share == 0.5 && sorted.Length % 2 == 0)
        {
            return (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
        }

        int rank = (int)Math.Ceiling(share * sorted.Length);
        return sorted[Math.Clamp(rank - 1, 0, sorted.Length - 1)];
    }
}
