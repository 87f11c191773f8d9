using System.Text.RegularExpressions;

namespace CharacterFanOut.Infra.Tests;

internal static partial class GuidPattern
{
    public static IEnumerable<string> Find(string text) => Guids().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal);

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Guids();
}
