namespace CharacterFanOut.Cli.Comparing;

/// <summary>What a comparison came to.</summary>
/// <param name="Ids">The ids that everyone fetched.</param>
/// <param name="Requested">How many that is.</param>
/// <param name="Latency">How long the upstream takes to answer.</param>
/// <param name="Contenders">What was measured of each.</param>
internal sealed record Comparison(string Ids, long Requested, string Latency, IReadOnlyList<ComparisonRow> Contenders);
