using System.Globalization;

namespace CharacterFanOut;

/// <summary>Cuts texts between characters as people see them: never inside a surrogate pair or before a combining mark.</summary>
internal static class TextCut
{
    /// <summary>The beginning of the text, at most <paramref name="maxLength"/> UTF-16 code units long.</summary>
    public static ReadOnlySpan<char> Start(ReadOnlySpan<char> text, int maxLength)
    {
        var end = 0;
        while (end < text.Length && end + StringInfo.GetNextTextElementLength(text[end..]) is var next && next <= maxLength)
        {
            end = next;
        }

        return text[..end];
    }
}
