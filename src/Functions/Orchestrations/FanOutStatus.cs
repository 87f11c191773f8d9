namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>The custom status of a fan-out: what its finished batches came to, and which batches run.</summary>
public sealed record FanOutStatus
{
    /// <summary>How many ids were requested.</summary>
    public long Requested { get; init; }

    /// <summary>How many characters the finished batches fetched.</summary>
    public long Fetched { get; init; }

    /// <summary>How many ids failed in the finished batches.</summary>
    public long Failed { get; init; }

    /// <summary>How many ids of the finished batches took more than one request.</summary>
    public long Retried { get; init; }

    /// <summary>How often the upstream told the finished batches when to come back.</summary>
    public long ThrottledWaits { get; init; }

    /// <summary>How many batches there are.</summary>
    public long Batches { get; init; }

    /// <summary>How many batches are finished.</summary>
    public long BatchesDone { get; init; }

    /// <summary>The numbers of the batches that run.</summary>
    public IReadOnlyList<long> Running { get; init; } = [];

    /// <summary>When the fan-out started, UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether too many ids failed, so that no new work is started.</summary>
    public bool Aborting { get; init; }

    /// <summary>Whether somebody wants it to end, so that no new work is started.</summary>
    public bool Canceling { get; init; }

    /// <summary>What happened so far, oldest first, but for its beginning and what its running batches know.</summary>
    public IReadOnlyList<LogEntry> Log { get; init => field = value ?? []; } = [];
}

/// <summary>The output of a fan-out's orchestrator; everything else is in the report.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Requested">How many ids were requested.</param>
/// <param name="Fetched">How many characters were fetched.</param>
/// <param name="Failed">How many ids failed.</param>
/// <param name="Notified">Whether <c>notifyUri</c> was told; null when there is none.</param>
public sealed record FanOutSummary(
    FanOutResult Result,
    long Requested,
    long Fetched,
    long Failed,
    bool? Notified);
