using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>The custom status of a fan-out: what its finished batches came to, and which batches run.</summary>
public sealed record FanOutStatus
{
    /// <summary>How many ids were requested.</summary>
    [JsonPropertyName("requested")]
    public long Requested { get; init; }

    /// <summary>How many characters the finished batches fetched.</summary>
    [JsonPropertyName("fetched")]
    public long Fetched { get; init; }

    /// <summary>How many ids failed in the finished batches.</summary>
    [JsonPropertyName("failed")]
    public long Failed { get; init; }

    /// <summary>How many batches there are.</summary>
    [JsonPropertyName("batches")]
    public long Batches { get; init; }

    /// <summary>How many batches are finished.</summary>
    [JsonPropertyName("batchesDone")]
    public long BatchesDone { get; init; }

    /// <summary>The numbers of the batches that run.</summary>
    [JsonPropertyName("running")]
    public IReadOnlyList<long> Running { get; init; } = [];

    /// <summary>When the fan-out started, UTC.</summary>
    [JsonPropertyName("startedAt")]
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether too many ids failed, so that no new work is started.</summary>
    [JsonPropertyName("aborting")]
    public bool Aborting { get; init; }

    /// <summary>Whether somebody wants it to end, so that no new work is started.</summary>
    [JsonPropertyName("canceling")]
    public bool Canceling { get; init; }
}

/// <summary>The output of a fan-out's orchestrator; everything else is in the report.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Requested">How many ids were requested.</param>
/// <param name="Fetched">How many characters were fetched.</param>
/// <param name="Failed">How many ids failed.</param>
/// <param name="Notified">Whether <c>notifyUri</c> was told; null when there is none.</param>
public sealed record FanOutSummary(
    [property: JsonPropertyName("result")] FanOutResult Result,
    [property: JsonPropertyName("requested")] long Requested,
    [property: JsonPropertyName("fetched")] long Fetched,
    [property: JsonPropertyName("failed")] long Failed,
    [property: JsonPropertyName("notified")] bool? Notified);
