namespace EmbeddedFunctions.DurableTask.CrashHost;

/// <summary>What one execution of <see cref="CrashWorkload.Mixed"/> hands to the next.</summary>
/// <param name="Seed">What its numbers are made of.</param>
/// <param name="Round">The round to do, from 1.</param>
/// <param name="Sum">What the rounds before came to.</param>
/// <param name="Heard">The rounds whose event has come.</param>
internal sealed record MixedState(int Seed, int Round, long Sum, IReadOnlyList<int> Heard);
