namespace CharacterFanOut.Functions.Activities;

/// <summary>What to fetch.</summary>
/// <param name="Id">The character's id.</param>
/// <param name="Upstream">The upstream to ask; null for a fan-out of a version that did not note it: whichever the host has.</param>
/// <param name="Attempts">The requests made for it before, when the rate limit put it off.</param>
public sealed record FetchInput(int Id, string? Upstream, int Attempts = 0);
