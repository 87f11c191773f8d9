namespace CharacterFanOut.Characters;

/// <summary>What happened so far in one fetch; travels with the request through the handlers, one fetch at a time.</summary>
internal sealed class FetchTrace
{
    public static readonly HttpRequestOptionsKey<FetchTrace> Key = new("CharacterFanOut.FetchTrace");

    /// <summary>Requests sent.</summary>
    public int Attempts { get; set; }

    /// <summary>What the last answer, if there was one, asked for with Retry-After.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>How the last request ended, for messages.</summary>
    public string? LastOutcome { get; set; }
}
