using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>A batch tells its fan-out that it has no more use for some of its slots.</summary>
/// <param name="Batch">The batch's number.</param>
/// <param name="Slots">How many slots it gives back.</param>
public sealed record SlotsReturned(
    [property: JsonPropertyName("batch")] long Batch,
    [property: JsonPropertyName("slots")] int Slots)
{
    /// <summary>The name of the external event.</summary>
    public const string Event = nameof(SlotsReturned);
}
