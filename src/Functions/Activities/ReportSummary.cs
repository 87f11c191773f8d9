namespace CharacterFanOut.Functions.Activities;

/// <summary>What a notice says of a fan-out; the rest is in its report.</summary>
public sealed record ReportSummary
{
    /// <summary>The fan-out's id.</summary>
    public required string Id { get; init; }

    /// <summary>How it ended.</summary>
    public required FanOutResult Result { get; init; }

    /// <summary>How many ids were requested.</summary>
    public required long Requested { get; init; }

    /// <summary>How many characters were fetched.</summary>
    public required long Fetched { get; init; }

    /// <summary>How many ids failed.</summary>
    public required long Failed { get; init; }

    /// <summary>Failures by kind.</summary>
    public required IReadOnlyDictionary<string, long> FailedByKind { get; init; }

    /// <summary>When it started, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it finished, UTC.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>The summary of a report.</summary>
    public static ReportSummary Of(FanOutReport report) => new()
    {
        Id = report.Id,
        Result = report.Result,
        Requested = report.Requested,
        Fetched = report.Fetched,
        Failed = report.Failed,
        FailedByKind = report.FailedByKind,
        StartedAt = report.StartedAt,
        FinishedAt = report.FinishedAt,
    };
}
