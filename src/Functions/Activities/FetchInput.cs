using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.Activities;

/// <summary>What to fetch.</summary>
/// <param name="Id">The character's id.</param>
/// <param name="Upstream">The upstream to ask; null for a fan-out of a version that did not note it: whichever the host has.</param>
public sealed record FetchInput([property: JsonPropertyName("id")] int Id, [property: JsonPropertyName("upstream")] string? Upstream);
