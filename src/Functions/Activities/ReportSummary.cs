using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.Activities;

/// <summary>What a notice says of a fan-out; the rest is in its report.</summary>
public sealed record ReportSummary
{
    /// <summary>The fan-out's id.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>How it ended.</summary>
    [JsonPropertyName("result")]
    public required FanOutResult Result { get; init; }

    /// <summary>How many ids were requested.</summary>
    [JsonPropertyName("requested")]
    public required long Requested { get; init; }

    /// <summary>How many characters were fetched.</summary>
    [JsonPropertyName("fetched")]
    public required long Fetched { get; init; }

    /// <summary>How many ids failed.</summary>
    [JsonPropertyName("failed")]
    public required long Failed { get; init; }

    /// <summary>Failures by kind.</summary>
    [JsonPropertyName("failedByKind")]
    public required IReadOnlyDictionary<string, long> FailedByKind { get; init; }

    /// <summary>When it started, UTC.</summary>
    [JsonPropertyName("startedAt")]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it finished, UTC.</summary>
    [JsonPropertyName("finishedAt")]
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
