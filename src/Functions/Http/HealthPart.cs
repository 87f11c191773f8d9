namespace CharacterFanOut.Functions.Http;

/// <summary>One thing that the app cannot do without.</summary>
/// <param name="Reachable">Whether it answers.</param>
/// <param name="Kind">Which kind it is, where there are several.</param>
/// <param name="Error">What is wrong with it; null when nothing is.</param>
public sealed record HealthPart(bool Reachable, string? Kind, string? Error);
