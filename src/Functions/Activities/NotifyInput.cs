using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.Activities;

/// <summary>Whom to tell that a fan-out is over.</summary>
/// <param name="FanOutId">The fan-out's id.</param>
/// <param name="Uri">Whom to tell.</param>
public sealed record NotifyInput(
    [property: JsonPropertyName("fanOutId")] string FanOutId,
    [property: JsonPropertyName("uri")] Uri Uri);
