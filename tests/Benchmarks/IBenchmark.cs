using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks;

/// <summary>Something that is measured.</summary>
internal interface IBenchmark
{
    string Name { get; }

    /// <summary>Does the work and measures it.</summary>
    /// <exception cref="BenchmarkFailedException">The work did not finish.</exception>
    Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options);
}
