using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>A fan-out tells one of its batches to use more slots, or to start no new fetch.</summary>
/// <param name="GrantedInAll">How many slots the batch got so far, beside those that it started with: the message may arrive twice.</param>
/// <param name="Stop">Whether the batch starts no new fetch.</param>
public sealed record BatchOrder(
    [property: JsonPropertyName("grantedInAll")] int GrantedInAll,
    [property: JsonPropertyName("stop")] bool Stop)
{
    /// <summary>The name of the external event.</summary>
    public const string Event = nameof(BatchOrder);
}
