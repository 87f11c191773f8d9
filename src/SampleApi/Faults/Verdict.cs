namespace CharacterFanOut.SampleApi.Faults;

/// <summary>What is to happen to one request.</summary>
internal readonly record struct Verdict
{
    /// <summary>How long the answer takes.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The status to answer instead of the real one; 0 for the real one.</summary>
    public int Status { get; init; }

    /// <summary>The Retry-After, in seconds, if any.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>How the answer is malformed.</summary>
    public MalformedKind Malformed { get; init; }

    /// <summary>Whether there is no answer.</summary>
    public bool Hang { get; init; }

    /// <summary>Whether the connection is reset.</summary>
    public bool Reset { get; init; }
}
