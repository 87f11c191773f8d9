using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>How far a fan-out is: bounded, however many ids it has.</summary>
/// <param name="NextBatch">The first batch that was not started yet.</param>
/// <param name="Merged">The batches before it, merged.</param>
/// <param name="StartedAt">When the fan-out started, UTC.</param>
public sealed record FanOutProgress(
    [property: JsonPropertyName("nextBatch")] long NextBatch,
    [property: JsonPropertyName("merged")] BatchReport Merged,
    [property: JsonPropertyName("startedAt")] DateTimeOffset StartedAt);
