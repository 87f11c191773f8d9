namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>The custom status of a fan-out: what its finished batches came to, and which batches run.</summary>
public sealed record FanOutStatus
{
    public long Requested { get; init; }

    /// <summary>How many characters the finished batches fetched.</summary>
    public long Fetched { get; init; }

    /// <summary>How many ids failed in the finished batches.</summary>
    public long Failed { get; init; }

    /// <summary>How many ids of the finished batches took more than one request.</summary>
    public long Retried { get; init; }

    /// <summary>How often the upstream told the finished batches when to come back.</summary>
    public long ThrottledWaits { get; init; }
    public long Batches { get; init; }
    public long BatchesDone { get; init; }
    public IReadOnlyList<long> Running { get; init; } = [];
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether too many ids failed, so that no new work is started.</summary>
    public bool Aborting { get; init; }

    /// <summary>Whether somebody wants it to end, so that no new work is started.</summary>
    public bool Canceling { get; init; }

    /// <summary>What happened so far, oldest first, but for its beginning and what its running batches know.</summary>
    public IReadOnlyList<LogEntry> Log { get; init => field = value ?? []; } = [];
}

/// <summary>The output of a fan-out's orchestrator; everything else is in the report.</summary>
/// <param name="Notified">Whether <c>notifyUri</c> was told; null when there is none.</param>
public sealed record FanOutSummary(
    FanOutResult Result,
    long Requested,
    long Fetched,
    long Failed,
    bool? Notified);
