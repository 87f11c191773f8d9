using System.Text.RegularExpressions;

namespace FunctionsHost.Reference.Tests.Comparing;

/// <summary>A difference that is meant to be: a pattern of <c>call / member</c>, in which an asterisk stands for any text, and why.</summary>
internal sealed record KnownDifference(string Pattern, string Reason)
{
    private readonly Regex _regex = new($"^{Regex.Escape(Pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}$", RegexOptions.Singleline);

    public bool IsFor(string member) => _regex.IsMatch(member);

    /// <summary>Reads a file with a difference on each line: <c>pattern | reason</c>. Lines that begin with # are comments.</summary>
    public static List<KnownDifference> Read(string path)
        => [.. File.ReadLines(path)
            .Where(static line => line.Length > 0 && line[0] != '#')
            .Select(static line => line.Split('|', 2, StringSplitOptions.TrimEntries) is [var pattern, { Length: > 0 } reason]
                ? new KnownDifference(pattern, reason)
                : throw new FormatException($"No reason is given in the line '{line}'."))];
}

/// <summary>Compares what two hosts answered.</summary>
internal static class Differences
{
    public static List<(string Member, string? Reference, string? Tested)> Find(IReadOnlyDictionary<string, string> reference, IReadOnlyDictionary<string, string> tested)
        => [.. reference.Keys.Union(tested.Keys)
            .Order(StringComparer.Ordinal)
            .Select(member => (member, reference.GetValueOrDefault(member), tested.GetValueOrDefault(member)))
            .Where(static pair => pair.Item2 != pair.Item3)];

    /// <summary>Fails if something differs that is not known to, or something known no longer does.</summary>
    public static void AssertKnown(IReadOnlyList<(string Member, string? Reference, string? Tested)> found, IReadOnlyList<KnownDifference> known)
    {
        var unknown = found.Where(difference => !known.Any(one => one.IsFor(difference.Member)))
            .Select(static difference => $"{difference.Member}\n    reference: {difference.Reference ?? "(none)"}\n    tested:    {difference.Tested ?? "(none)"}");
        var over = known.Where(one => !found.Any(difference => one.IsFor(difference.Member)))
            .Select(static one => $"No longer differs: {one.Pattern}");
        var report = string.Join('\n', unknown.Concat(over));
        Assert.True(report.Length == 0, report);
    }
}
