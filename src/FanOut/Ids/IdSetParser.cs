using System.Globalization;

namespace CharacterFanOut;

/// <summary>Reads ids and ranges out of text, and says precisely what it could not read.</summary>
internal static class IdSetParser
{
    public const string All = "all";

    private const int LongestTokenShown = 40;

    public static List<IdRange> Parse(string text)
    {
        var ranges = new List<IdRange>();
        if (text.Trim() == All)
        {
            ranges.Add(new(1, IdSet.MaxId));
        }
        else if (!string.IsNullOrWhiteSpace(text))
        {
            foreach (var part in text.AsSpan().Split(','))
            {
                ranges.Add(ParseToken(text.AsSpan(part).Trim(), text));
            }
        }

        return ranges;
    }

    public static IdSetFormatException Refuse(ReadOnlySpan<char> token, string reason) =>
        new(token.Length > LongestTokenShown ? $"{TextCut.Start(token, LongestTokenShown)}…" : token.ToString(), reason);

    public static IdRange Range(int first, int last, ReadOnlySpan<char> token) =>
        first <= last ? new(first, last) : throw Refuse(token, $"is reversed: write {last}-{first}.");

    public static int Id(long value, ReadOnlySpan<char> token) => value switch
    {
        < 0 => throw Refuse(token, "is negative: ids start at 1."),
        0 => throw Refuse(token, "is zero: ids start at 1."),
        > IdSet.MaxId => throw TooLarge(token),
        _ => (int)value,
    };

    public static IdSetFormatException TooLarge(ReadOnlySpan<char> token) =>
        Refuse(token, $"is too large: the largest id is {IdSet.MaxId}.");

    private static IdRange ParseToken(ReadOnlySpan<char> token, string text)
    {
        if (token.IsEmpty)
        {
            throw Refuse(text, "has an empty item: write ids and ranges with one comma between each two, such as 1-20,42.");
        }

        var dash = token.IndexOf('-');
        if (dash < 0)
        {
            var id = ParseId(token, token);
            return new(id, id);
        }

        if (dash == 0)
        {
            throw Refuse(token, "is negative or lacks its start: ids start at 1, and a range is written 1-99.");
        }

        if (dash == token.Length - 1)
        {
            throw Refuse(token, "lacks its end: a range is written 1-99.");
        }

        return Range(ParseId(token[..dash].TrimEnd(), token), ParseId(token[(dash + 1)..].TrimStart(), token), token);
    }

    private static int ParseId(ReadOnlySpan<char> digits, ReadOnlySpan<char> token)
    {
        if (digits.ContainsAnyExceptInRange('0', '9'))
        {
            throw Refuse(token, "is not an id or a range: write a whole number such as 42, or a range such as 1-99.");
        }

        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? Id(value, token)
            : throw TooLarge(token);
    }
}

/// <summary>Thrown for text or JSON that does not name ids; says which token and why.</summary>
/// <param name="token">The token that was refused, as written (shortened when it is long).</param>
public sealed class IdSetFormatException(string token, string reason) : FormatException($"\"{token}\" {reason}")
{
    /// <summary>The token that was refused, as written (shortened when it is long).</summary>
    public string Token { get; } = token;
    public string Reason { get; } = reason;
}
