using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>A batch tells its fan-out that it has no more use for some of its slots.</summary>
/// <param name="Batch">The batch's number.</param>
/// <param name="InAll">How many slots it has given back so far, these included: the message may arrive twice.</param>
public sealed record SlotsReturned(
    [property: JsonPropertyName("batch")] long Batch,
    [property: JsonPropertyName("inAll")] int InAll)
{
    /// <summary>The name of the external event.</summary>
    public const string Event = nameof(SlotsReturned);
}
