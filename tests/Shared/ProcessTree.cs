using System.Diagnostics;
using System.Globalization;

namespace CharacterFanOut.Tests.Shared;

/// <summary>Finds the processes that a process has started, and tells which still run.</summary>
internal static class ProcessTree
{
    /// <summary>The ids of all processes below one, the nearest first.</summary>
    public static List<int> Below(int processId)
    {
        var parents = Parents();
        var found = new List<int> { processId };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(parents.Where(pair => pair.Parent == found[i]).Select(static pair => pair.Id));
        }

        return found[1..];
    }

    /// <summary>Whether there is such a process. One that has ended and that nobody has asked for its exit code is none.</summary>
    public static bool IsAlive(int processId) => Parents().Exists(pair => pair.Id == processId);

    /// <summary>Waits until none of the processes is left.</summary>
    /// <exception cref="TimeoutException">One still runs at the deadline; the message names it.</exception>
    public static async Task UntilGoneAsync(IReadOnlyCollection<int> processIds, TimeSpan limit)
    {
        var start = Stopwatch.GetTimestamp();
        while (processIds.Where(IsAlive).ToList() is { Count: > 0 } left)
        {
            if (Stopwatch.GetElapsedTime(start) > limit)
            {
                throw new TimeoutException($"These processes still run after {limit.TotalSeconds} s: {string.Join(", ", left)}.");
            }

            await Task.Delay(20);
        }
    }

    // ps knows Linux and macOS alike. A zombie's state begins with Z.
    private static List<(int Id, int Parent)> Parents()
    {
        using var ps = Process.Start(new ProcessStartInfo("ps", ["-A", "-o", "pid=,ppid=,stat="]) { RedirectStandardOutput = true })!;
        var lines = ps.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        ps.WaitForExit();
        return [.. lines.Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(static words => !words[2].StartsWith('Z'))
            .Select(static words => (int.Parse(words[0], CultureInfo.InvariantCulture), int.Parse(words[1], CultureInfo.InvariantCulture)))];
    }
}
