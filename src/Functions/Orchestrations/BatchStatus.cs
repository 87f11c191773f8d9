using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>The custom status of a batch.</summary>
/// <param name="Fetched">How many characters were fetched.</param>
/// <param name="Failed">How many ids failed.</param>
/// <param name="InFlight">How many fetches are in flight.</param>
/// <param name="Window">How many fetches may be in flight.</param>
/// <param name="ThrottledUntil">Until when the batch leaves the upstream alone; null when it does not.</param>
public sealed record BatchStatus(
    [property: JsonPropertyName("fetched")] int Fetched,
    [property: JsonPropertyName("failed")] int Failed,
    [property: JsonPropertyName("inFlight")] int InFlight,
    [property: JsonPropertyName("window")] int Window,
    [property: JsonPropertyName("throttledUntil")] DateTime? ThrottledUntil);
