using CharacterFanOut.SampleApi.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace CharacterFanOut.SampleApi;

/// <summary>What a sample API serves and what goes wrong in it.</summary>
public sealed record SampleApiOptions
{
    /// <summary>The most characters there can be.</summary>
    public const int MaxCharacters = 1_000_000;

    /// <summary>The most episodes there can be.</summary>
    public const int MaxEpisodes = 10_000;

    /// <summary>The most locations there can be.</summary>
    public const int MaxLocations = 100_000;

    /// <summary>The longest Retry-After, in seconds.</summary>
    public const int MaxRetryAfterSeconds = 1_000_000;

    /// <summary>The port on 127.0.0.1. Default 0: any free one.</summary>
    public int Port { get; init; }

    /// <summary>How many characters there are, with ids from 1. Default 826, at most <see cref="MaxCharacters"/>.</summary>
    public int Characters { get; init; } = 826;

    /// <summary>How many episodes the characters appear in. Default 51, at most <see cref="MaxEpisodes"/>.</summary>
    public int Episodes { get; init; } = 51;

    /// <summary>How many locations the characters live in. Default 126, at most <see cref="MaxLocations"/>.</summary>
    public int Locations { get; init; } = 126;

    /// <summary>The seed of data and faults: the same seed gives the same data, and the same fault for the nth request of an id. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How long an answer takes. Default <see cref="Latency.None"/>.</summary>
    public Latency Latency { get; init; } = Latency.None;

    /// <summary>The share of requests that is answered 500. Default 0, at most 1.</summary>
    public double Fail { get; init; }

    /// <summary>The rate above which requests are answered 429. Default null: no limit.</summary>
    public ThrottleRate? Throttle { get; init; }

    /// <summary>The Retry-After of those 429s, in seconds. Default null: until there is room again, rounded up.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The share of requests whose answer is no character: not JSON, cut short, a field missing or another id. Default 0, at most 1.</summary>
    public double Malformed { get; init; }

    /// <summary>The share of requests that is never answered. Default 0, at most 1.</summary>
    public double Hang { get; init; }

    /// <summary>The clock for latency and throttling. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the server logs. Default nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Checks every value.</summary>
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
