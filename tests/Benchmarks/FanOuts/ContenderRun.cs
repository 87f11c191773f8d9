namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>What one contender came to, once, in its own process.</summary>
internal sealed record ContenderRun
{
    public double Seconds { get; init; }

    /// <summary>Processor time of its process while it ran: says more than seconds on a machine that is shared.</summary>
    public double ProcessorSeconds { get; init; }

    /// <summary>How many different characters it has got.</summary>
    public int Fetched { get; init; }

    /// <summary>What it allocated while it ran; only of the function app.</summary>
    public long AllocatedBytes { get; init; }

    public long PeakBytes { get; init; }

    /// <summary>History events replayed; only of the function app.</summary>
    public long Replayed { get; init; }

    /// <summary>Why it could not run here; null when it did.</summary>
    public string? Skipped { get; init; }
}
