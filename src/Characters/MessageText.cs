using System.Globalization;

namespace CharacterFanOut.Characters;

/// <summary>Makes text that is fit for a message out of what an upstream or a person wrote.</summary>
internal static class MessageText
{
    /// <summary>The beginning of a text, on one line, in quotes; <c>nothing</c> for an empty one.</summary>
    public static string Excerpt(string text)
    {
        string line = OneLine(text, 80);
        return line.Length == 0 ? "nothing" : $"'{line}'";
    }

    /// <summary>A text on one line, without control characters, cut to at most <paramref name="maxLength"/> UTF-16 code units and an ellipsis.</summary>
    public static string OneLine(string text, int maxLength)
    {
        string plain = string.Create(text.Length, text, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
        return Cut(string.Join(' ', plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), maxLength);
    }

    /// <summary>An address without its credentials and without its query, which may contain a key.</summary>
    public static string Redact(string address)
    {
        // On the text, since what is not a valid URL may contain a password as well.
        int end = address.AsSpan().IndexOfAny('?', '#');
        string place = end < 0 ? address : address[..end];
        int scheme = place.IndexOf("://", StringComparison.Ordinal);
        int start = scheme < 0 ? 0 : scheme + 3;
        int at = place.LastIndexOf('@');
        string shown = at < start ? place : $"{place[..start]}***@{place[(at + 1)..]}";
        return end < 0 ? shown : $"{shown}{address[end]}***";
    }

    // Between characters as people see them: never inside a surrogate pair or before a combining mark.
    private static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        int end = 0;
        int next;
        while (end + (next = StringInfo.GetNextTextElementLength(text, end)) <= maxLength)
        {
            end += next;
        }

        return text[..end] + "…";
    }
}
