namespace CharacterFanOut.Cli.Client;

/// <summary>The answer to a start.</summary>
/// <param name="Id">The fan-out's id.</param>
internal sealed record StartedFanOut(string Id);
