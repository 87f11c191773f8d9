namespace CharacterFanOut.Cli.Client;

/// <summary>What <c>fanout purge --json</c> prints.</summary>
/// <param name="Purged">The ids of the fan-outs that are gone.</param>
internal sealed record PurgedFanOuts(IReadOnlyList<string> Purged);
