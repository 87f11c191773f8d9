using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.Orchestrations;

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
