namespace CharacterFanOut;

/// <summary>An id that could not be fetched, and why.</summary>
/// <param name="Id">The character id.</param>
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">What went wrong, for people; at most <see cref="MaxMessageLength"/> characters.</param>
/// <param name="Attempts">How many requests were made for it.</param>
public sealed record FetchFailure(
    int Id,
    FailureKind Kind,
    string Message,
    int Attempts)
{
    /// <summary>The most characters of a message that are kept: 300.</summary>
    public const int MaxMessageLength = 300;

    /// <summary>What went wrong, for people; longer text is cut and ends with an ellipsis.</summary>
    public string Message { get; } = Message.Length <= MaxMessageLength ? Message : $"{TextCut.Start(Message, MaxMessageLength - 1)}…";

    /// <summary>The outcome of a fetch that ended so.</summary>
    public FetchOutcome<TCharacter> ToOutcome<TCharacter>()
        where TCharacter : class
        => new() { Id = Id, Failure = this, Attempts = Attempts };
}
