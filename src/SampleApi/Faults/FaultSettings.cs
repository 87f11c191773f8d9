using System.Collections.Frozen;

namespace CharacterFanOut.SampleApi.Faults;

/// <summary>Everything that goes wrong at the moment; replaced as a whole when it changes.</summary>
internal sealed record FaultSettings
{
    public required Latency Latency { get; init; }

    public required double Fail { get; init; }

    public required ThrottleRate? Throttle { get; init; }

    public required int? RetryAfterSeconds { get; init; }

    public required double Malformed { get; init; }

    public required double Hang { get; init; }

    /// <summary>The faults of single characters.</summary>
    public FrozenDictionary<long, TargetedFault> Ids { get; init; } = FrozenDictionary<long, TargetedFault>.Empty;

    public static FaultSettings Of(SampleApiOptions options) => new()
    {
        Latency = options.Latency,
        Fail = options.Fail,
        Throttle = options.Throttle,
        RetryAfterSeconds = options.RetryAfterSeconds,
        Malformed = options.Malformed,
        Hang = options.Hang,
    };
}
