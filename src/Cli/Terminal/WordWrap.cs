namespace CharacterFanOut.Cli.Terminal;

/// <summary>Breaks messages between words, where a terminal would break them anywhere.</summary>
internal static class WordWrap
{
    /// <summary>Breaks a message.</summary>
    /// <param name="message">The message; a line of it that begins with a space is something to copy, and stays whole.</param>
    /// <param name="width">The most characters in a line, unless a word is longer.</param>
    public static string Break(string message, int width) =>
        string.Join(Environment.NewLine, message.ReplaceLineEndings("\n").Split('\n').Select(line => line.StartsWith(' ') ? line : BreakLine(line, width)));

    private static string BreakLine(string line, int width)
    {
        var lines = new List<string> { "" };
        foreach (var word in line.Split(' '))
        {
            if (lines[^1].Length == 0)
            {
                lines[^1] = word;
            }
            else if (lines[^1].Length + 1 + word.Length <= width)
            {
                lines[^1] += " " + word;
            }
            else
            {
                lines.Add(word);
            }
        }

        return string.Join(Environment.NewLine, lines);
    }
}
