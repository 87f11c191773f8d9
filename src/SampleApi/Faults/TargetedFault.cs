namespace CharacterFanOut.SampleApi.Faults;

/// <summary>A fault of one character id, for the next so many requests or for all.</summary>
internal sealed class TargetedFault
{
    private int left;

    public TargetedFault(int? times) => left = (Times = times) ?? int.MaxValue;

    /// <summary>The status to answer, if any.</summary>
    public int? Status { get; init; }

    /// <summary>The Retry-After of that answer, in seconds, if any.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>How the answer is malformed, if it is.</summary>
    public MalformedKind Malformed { get; init; }

    /// <summary>Whether there is no answer.</summary>
    public bool Hang { get; init; }

    /// <summary>Whether the connection is reset.</summary>
    public bool Reset { get; init; }

    /// <summary>The latency, if it is another than everybody's.</summary>
    public Latency? Latency { get; init; }

    /// <summary>For how many requests; null for all.</summary>
    public int? Times { get; }

    /// <summary>Uses the fault up by one.</summary>
    /// <returns>Whether it still applied.</returns>
    public bool TryUse() => Times is null || Interlocked.Decrement(ref left) >= 0;
}
