namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>What one contender came to, once.</summary>
internal sealed record ContenderRun
{
    public double Seconds { get; init; }

    /// <summary>Processor time of all its processes while it ran: says more than seconds on a machine that is shared. Not of the upstream, or of Azurite.</summary>
    public double ProcessorSeconds { get; init; }

    /// <summary>How many different characters it has got.</summary>
    public int Fetched { get; init; }

    /// <summary>The peaks of its processes' memory, added up; 0 where it was not looked at.</summary>
    public long PeakBytes { get; init; }

    /// <summary>History events replayed; only of the function app.</summary>
    public long Replayed { get; init; }

    /// <summary>Why it could not run here; null when it did.</summary>
    public string? Skipped { get; init; }
}
