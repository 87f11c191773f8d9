namespace CharacterFanOut.EndToEnd.BlackBox.Answers;

/// <summary>What a host answered to one call of the script, with everything that differs from run to run replaced by a name in braces.</summary>
/// <param name="Call">What the call is about; unique in the script.</param>
/// <param name="Text">Request line, status, headers and body.</param>
/// <param name="Reason">Why our host answers this otherwise than the Functions host; null in the recording of the Functions host.</param>
internal sealed record RecordedAnswer(string Call, string Text, string? Reason = null)
{
    private const string Heading = "## ";
    private const string ReasonMark = "why: ";

    /// <summary>Reads a file of answers: each a heading, perhaps a reason, and its text up to an empty line.</summary>
    public static Dictionary<string, RecordedAnswer> ReadAll(string path)
    {
        var answers = new Dictionary<string, RecordedAnswer>(StringComparer.Ordinal);
        foreach (var block in File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Trim('\n').Split('\n');
            if (!lines[0].StartsWith(Heading, StringComparison.Ordinal))
            {
                continue;
            }

            var reason = lines.Length > 1 && lines[1].StartsWith(ReasonMark, StringComparison.Ordinal) ? lines[1][ReasonMark.Length..] : null;
            var answer = new RecordedAnswer(lines[0][Heading.Length..], string.Join('\n', lines.Skip(reason is null ? 1 : 2)), reason);
            answers.Add(answer.Call, answer);
        }

        return answers;
    }

    /// <summary>Writes answers as <see cref="ReadAll"/> reads them.</summary>
    public static void WriteAll(string path, string about, IEnumerable<RecordedAnswer> answers) => File.WriteAllText(
        path,
        $"# {about}\n\n" + string.Join('\n', answers.Select(answer =>
            $"{Heading}{answer.Call}\n{(answer.Reason is { } reason ? $"{ReasonMark}{reason}\n" : "")}{answer.Text}\n")));
}
