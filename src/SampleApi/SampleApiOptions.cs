using Microsoft.Extensions.Logging.Abstractions;

namespace CharacterFanOut.SampleApi;

/// <summary>What a sample API serves and what goes wrong in it.</summary>
public sealed record SampleApiOptions
{
    public const int MaxCharacters = 1_000_000;
    public const int MaxEpisodes = 10_000;
    public const int MaxLocations = 100_000;
    public const int MaxRetryAfterSeconds = 1_000_000;

    /// <summary>The port on 127.0.0.1; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>How many characters there are, with ids from 1.</summary>
    public int Characters { get; init; } = 826;

    public int Episodes { get; init; } = 51;

    public int Locations { get; init; } = 126;

    /// <summary>The same seed gives the same data, and the same fault for the nth request of an id.</summary>
    public long Seed { get; init; } = 1;

    public Latency Latency { get; init; } = Latency.None;

    /// <summary>The share of requests that is answered 500, at most 1.</summary>
    public double Fail { get; init; }

    /// <summary>The rate above which requests are answered 429; null for no limit.</summary>
    public ThrottleRate? Throttle { get; init; }

    /// <summary>The Retry-After of those 429s; null for the time until there is room again, rounded up.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The share of requests whose answer is no character: not JSON, cut short, a field missing or another id; at most 1.</summary>
    public double Malformed { get; init; }

    /// <summary>The share of requests that is never answered, at most 1.</summary>
    public double Hang { get; init; }

    /// <summary>The clock for latency and throttling.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <exception cref="ArgumentException">A value is out of its range; the message says which and what the range is.</exception>
    public void Validate()
    {
        Require(Port, 0, 65_535, nameof(Port));
        Require(Characters, 1, MaxCharacters, nameof(Characters));
        Require(Episodes, 1, MaxEpisodes, nameof(Episodes));
        Require(Locations, 1, MaxLocations, nameof(Locations));
        Require(RetryAfterSeconds ?? 0, 0, MaxRetryAfterSeconds, nameof(RetryAfterSeconds));
        Require(Fail, 0, 1, nameof(Fail));
        Require(Malformed, 0, 1, nameof(Malformed));
        Require(Hang, 0, 1, nameof(Hang));
    }

    private static void Require(double value, double from, double to, string name)
    {
        // Written so that NaN is refused as well.
        if (!(value >= from && value <= to))
        {
            throw new ArgumentException($"{name} is {value}; it has to be from {from} to {to}.", name);
        }
    }
}
