using System.Text.RegularExpressions;

namespace CharacterFanOut;

/// <summary>The labels of a fan-out: names with values that whoever starts it chooses, to find it by.</summary>
public static partial class Labels
{
    /// <summary>The most labels of one fan-out: 16.</summary>
    public const int MaxCount = 16;

    /// <summary>The longest value: 100 UTF-16 units.</summary>
    public const int MaxValueLength = 100;

    /// <summary>Reads <c>name=value</c>; false when there is no <c>=</c>.</summary>
    public static bool TryParse(string text, out string name, out string value)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        (name, value) = at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
        return at >= 0;
    }

    /// <summary>What is wrong with a name; null when nothing is.</summary>
    public static string? WhatIsWrongWithName(string name) => Name().IsMatch(name) ? null
        : $"\"{TextCut.Start(name, 70)}\" is not a name of a label: 1 to 63 letters, digits, dots, hyphens and underscores, the first a letter or digit.";

    /// <summary>What is wrong with a label; null when nothing is.</summary>
    public static string? WhatIsWrongWith(string name, string value) => WhatIsWrongWithName(name)
        ?? (value.Length is 0 or > MaxValueLength || value.Any(char.IsControl) ? $"The value of label \"{name}\" has to have 1 to {MaxValueLength} characters, and no control characters." : null);

    /// <summary>As it is written: <c>name=value</c>, with commas between several.</summary>
    public static string Describe(IReadOnlyDictionary<string, string> labels) => string.Join(", ", labels.Select(static label => $"{label.Key}={label.Value}"));

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
