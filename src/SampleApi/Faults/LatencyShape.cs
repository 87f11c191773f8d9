namespace CharacterFanOut.SampleApi.Faults;

/// <summary>The distributions that latencies are drawn from.</summary>
internal enum LatencyShape
{
    Fixed,
    Uniform,
    Exponential,
}
