using Microsoft.Extensions.Logging.Abstractions;

namespace CharacterFanOut.SampleApi;

/// <summary>What a sample API serves and what goes wrong in it.</summary>
/// <param name="Port">The port on 127.0.0.1; 0 for any free one.</param>
/// <param name="Characters">How many characters there are, with ids from 1.</param>
/// <param name="Seed">The same seed gives the same data, and the same fault for the nth request of an id.</param>
/// <param name="Fail">The share of requests that is answered 500, at most 1.</param>
/// <param name="Throttle">The rate above which requests are answered 429; null for no limit.</param>
/// <param name="RetryAfterSeconds">The Retry-After of those 429s; null for the time until there is room again, rounded up.</param>
/// <param name="Malformed">The share of requests whose answer is no character: not JSON, cut short, a field missing or another id; at most 1.</param>
/// <param name="Hang">The share of requests that is never answered, at most 1.</param>
public sealed record SampleApiOptions(
    int Port = 0,
    int Characters = 826,
    int Episodes = 51,
    int Locations = 126,
    long Seed = 1,
    double Fail = 0,
    ThrottleRate? Throttle = null,
    int? RetryAfterSeconds = null,
    double Malformed = 0,
    double Hang = 0)
{
    public const int MaxCharacters = 1_000_000;
    public const int MaxEpisodes = 10_000;
    public const int MaxLocations = 100_000;
    public const int MaxRetryAfterSeconds = 1_000_000;

    public Latency Latency { get; init; } = Latency.None;

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
