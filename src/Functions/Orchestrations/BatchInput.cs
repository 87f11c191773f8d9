using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>What a batch's orchestrator is started with.</summary>
public sealed record BatchInput
{
    /// <summary>The fan-out that the batch belongs to.</summary>
    [JsonPropertyName("fanOutId")]
    public required string FanOutId { get; init; }

    /// <summary>The batch's number, from 0.</summary>
    [JsonPropertyName("number")]
    public required long Number { get; init; }

    /// <summary>The fan-out's upstream; null for one of a version that did not note it.</summary>
    [JsonPropertyName("upstream")]
    public string? Upstream { get; init; }

    /// <summary>The ids to fetch.</summary>
    [JsonPropertyName("ids")]
    public required IdSet Ids { get; init; }

    /// <summary>How many fetches may be in flight.</summary>
    [JsonPropertyName("window")]
    public required int Window { get; init; }

    /// <summary>Whether the characters are saved.</summary>
    [JsonPropertyName("saveCharacters")]
    public bool SaveCharacters { get; init; }

    /// <summary>How many of its ids may fail before the batch starts no new fetch; null: all of them.</summary>
    [JsonPropertyName("failuresAllowed")]
    public long? FailuresAllowed { get; init; }
}

/// <summary>The custom status of a batch.</summary>
/// <param name="Fetched">How many characters were fetched.</param>
/// <param name="Failed">How many ids failed.</param>
/// <param name="InFlight">How many fetches are in flight.</param>
/// <param name="ThrottledUntil">Until when the batch leaves the upstream alone, UTC; null when it does not.</param>
/// <param name="OtherUpstream">The upstream of the host that the batch found, while it waits for one with the fan-out's; null when it does not wait.</param>
public sealed record BatchStatus(
    [property: JsonPropertyName("fetched")] int Fetched,
    [property: JsonPropertyName("failed")] int Failed,
    [property: JsonPropertyName("inFlight")] int InFlight,
    [property: JsonPropertyName("throttledUntil")] DateTime? ThrottledUntil,
    [property: JsonPropertyName("otherUpstream")] string? OtherUpstream = null);
