using System.Diagnostics;
using System.Globalization;

namespace CharacterFanOut.Benchmarks.Processes;

/// <summary>What a process and all that it has started have used so far.</summary>
/// <param name="ProcessorTime">Of all together.</param>
/// <param name="PeakBytes">The most memory that each had resident at any time, added up.</param>
internal sealed record ProcessTreeUsage(TimeSpan ProcessorTime, long PeakBytes)
{
    /// <exception cref="BenchmarkFailedException">It is read from <c>/proc</c>, which there is on Linux only.</exception>
    public static ProcessTreeUsage Of(int processId)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new BenchmarkFailedException("What a host and its worker use is read from /proc, which there is on Linux only.");
        }

        ILookup<int, int> children = ChildrenByParent();
        var (processor, bytes) = (TimeSpan.Zero, 0L);
        var left = new Stack<int>([processId]);
        while (left.TryPop(out int id))
        {
            using var process = Process.GetProcessById(id);
            processor += process.TotalProcessorTime;
            bytes += process.PeakWorkingSet64;
            foreach (int child in children[id])
            {
                left.Push(child);
            }
        }

        return new ProcessTreeUsage(processor, bytes);
    }

    private static ILookup<int, int> ChildrenByParent()
    {
        var pairs = new List<(int Parent, int Child)>();
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
            {
                continue;
            }

            try
            {
                // Behind the name, which is in brackets and may hold anything: the state, then the parent.
                string stat = File.ReadAllText(Path.Combine(folder, "stat"));
                pairs.Add((int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture), id));
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }

        return pairs.ToLookup(pair => pair.Parent, pair => pair.Child);
    }
}
