namespace CharacterFanOut.Characters;

/// <summary>Words for what went wrong on the wire.</summary>
internal static class Failures
{
    /// <summary>The exception's message with the innermost cause's, where that says more.</summary>
    public static string Describe(Exception exception)
    {
        Exception cause = exception.GetBaseException();
        string message = exception.Message.TrimEnd('.');
        return cause == exception || message.Contains(cause.Message.TrimEnd('.'), StringComparison.Ordinal)
            ? message
            : $"{message}: {cause.Message.TrimEnd('.')}";
    }

    /// <summary>Whether the exception says that a body was over the cap.</summary>
    public static bool IsOversized(Exception? exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded };

    /// <summary>The beginning of a body, on one line, fit for a message.</summary>
    public static string Excerpt(string body)
    {
        const int Longest = 80;
        string line = string.Join(' ', body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? "nothing" : line.Length <= Longest ? $"'{line}'" : $"'{line[..Longest]}…'";
    }
}
