namespace CharacterFanOut.Benchmarks.Engine;

/// <summary>What is left to do of a fan-out.</summary>
/// <param name="From">The first id.</param>
/// <param name="To">The last id.</param>
/// <param name="Window">The most activities in flight in one batch.</param>
/// <param name="Done">What the executions before have done.</param>
internal sealed record FanOutShape(int From, int To, int Window, int Done = 0);
