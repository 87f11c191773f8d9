namespace CharacterFanOut;

/// <summary>Episodes per character; all null when no character was fetched.</summary>
/// <param name="Min">The fewest.</param>
/// <param name="Median">The median: exact below 64, else within 1.6%.</param>
/// <param name="Max">The most.</param>
public sealed record EpisodeCounts(
    long? Min,
    double? Median,
    long? Max);
