namespace CharacterFanOut.Cli.Comparing;

/// <summary>What a contender says of itself.</summary>
/// <param name="Ids">The ids in the shortest form.</param>
/// <param name="Fetched">How many characters it fetched.</param>
/// <param name="Failed">How many ids failed.</param>
/// <param name="Seconds">How long the fetching took, without the start of the process.</param>
internal sealed record FetchResult(string Ids, long Fetched, long Failed, double Seconds);
