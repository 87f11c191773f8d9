namespace CharacterFanOut.Benchmarks;

/// <summary>A benchmark's work did not finish as it should: its time means nothing.</summary>
internal sealed class BenchmarkFailedException(string message) : Exception(message);
