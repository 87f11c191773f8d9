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

    /// <summary>The ids to fetch.</summary>
    [JsonPropertyName("ids")]
    public required IdSet Ids { get; init; }

    /// <summary>How many fetches may be in flight at first; the fan-out may grant more.</summary>
    [JsonPropertyName("slots")]
    public required int Slots { get; init; }

    /// <summary>Whether slots that the batch has no more use for are given back before it ends.</summary>
    [JsonPropertyName("returnsSlots")]
    public bool ReturnsSlots { get; init; }

    /// <summary>Whether the characters are saved.</summary>
    [JsonPropertyName("saveCharacters")]
    public bool SaveCharacters { get; init; }

    /// <summary>How many of its ids may fail before the batch starts no new fetch; null: all of them.</summary>
    [JsonPropertyName("failuresAllowed")]
    public long? FailuresAllowed { get; init; }
}
