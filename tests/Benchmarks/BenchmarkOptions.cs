using System.Globalization;

namespace CharacterFanOut.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Suite">Which benchmarks.</param>
/// <param name="Json">JSON instead of a table.</param>
/// <param name="Test">Each body once with tiny sizes: shows that it works, not how fast it is.</param>
/// <param name="Runs">How many runs a median is taken of.</param>
/// <param name="Only">Only benchmarks whose name contains this.</param>
internal sealed record BenchmarkOptions(string Suite, bool Json, bool Test, int Runs, string? Only)
{
    public const string Usage =
        """
        Benchmarks hub|fanout [--json] [--test] [--runs N] [--only NAME]
          hub      the task hub alone, activities that return at once
          fanout   the function app against the usual other ways, on the sample upstream
          --json   the figures as JSON
          --test   every benchmark once with tiny sizes: do they work?
          --runs   runs to take the median of (default 5)
          --only   only benchmarks whose name contains NAME
        """;

    /// <summary>Reads a command line; null, with the reason, if it cannot be read.</summary>
    public static BenchmarkOptions? Read(IReadOnlyList<string> args, out string? error)
    {
        error = null;
        string? suite = null, only = null;
        bool json = false, test = false;
        int runs = 5;
        for (int i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--json":
                    json = true;
                    break;
                case "--test":
                    test = true;
                    break;
                case "--runs" when i + 1 < args.Count && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out runs) && runs > 0:
                    i++;
                    break;
                case "--only" when i + 1 < args.Count:
                    only = args[++i];
                    break;
                case "hub" or "fanout" when suite is null:
                    suite = args[i];
                    break;
                default:
                    error = $"'{args[i]}' is not understood here.";
                    return null;
            }
        }

        if (suite is null)
        {
            error = "Which suite?";
            return null;
        }

        return new BenchmarkOptions(suite, json, test, test ? 1 : runs, only);
    }
}
