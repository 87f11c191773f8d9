using System.CommandLine;
using System.Globalization;
using System.Numerics;
using CharacterFanOut.SampleApi.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace CharacterFanOut.SampleApi.CommandLine;

/// <summary>
/// The sample API's options on a command line: <c>--characters 826</c>, or with a prefix <c>--sample-characters 826</c>. Add
/// <see cref="Options"/> to a command, and <see cref="Read"/> its result when that has no errors.
/// </summary>
public sealed class SampleApiCommandLine
{
    private readonly string prefix;
    private readonly Option<int> port;
    private readonly Option<int> characters;
    private readonly Option<int> episodes;
    private readonly Option<int> locations;
    private readonly Option<long> seed;
    private readonly Option<Latency> latency;
    private readonly Option<double> fail;
    private readonly Option<ThrottleRate?> throttle;
    private readonly Option<int?> retryAfter;
    private readonly Option<double> malformed;
    private readonly Option<double> hang;

    /// <summary>Creates the options.</summary>
    /// <param name="prefix">What stands between the dashes and each name, such as <c>sample-</c>.</param>
    /// <param name="defaultPort">The port where none is given; 0 for any free one.</param>
    public SampleApiCommandLine(string prefix = "", int defaultPort = 0)
    {
        this.prefix = prefix;
        SampleApiOptions defaults = new();
        port = Create("port", "N", "The port on 127.0.0.1; 0 for any free one", defaultPort, Range(0, 65_535));
        characters = Create("characters", "N", "How many characters there are", defaults.Characters, Range(1, SampleApiOptions.MaxCharacters));
        episodes = Create("episodes", "N", "How many episodes the characters appear in", defaults.Episodes, Range(1, SampleApiOptions.MaxEpisodes));
        locations = Create("locations", "N", "How many locations the characters live in", defaults.Locations, Range(1, SampleApiOptions.MaxLocations));
        seed = Create("seed", "N", "The seed of data and faults: the same seed gives the same", defaults.Seed, Range(long.MinValue, long.MaxValue));
        latency = Create<Latency>("latency", "L", "How long answers take: fixed:50ms, uniform:10-90ms, exp:50ms or none", defaults.Latency, Latency.TryParse);
        fail = Create("fail", "P", "The share of requests answered 500, from 0 to 1", 0, Range(0.0, 1));
        throttle = Create("throttle", "N/s", "Answer 429 above this rate, such as 100/s or 10000/d", null, OrNull<ThrottleRate>(ThrottleRate.TryParse));
        retryAfter = Create("retry-after", "SECONDS", "The Retry-After of those; until there is room again if not given", null, OrNull(Range(0, SampleApiOptions.MaxRetryAfterSeconds)));
        malformed = Create("malformed", "P", "The share of requests whose answer is not the character asked for, from 0 to 1", 0, Range(0.0, 1));
        hang = Create("hang", "P", "The share of requests that is never answered, from 0 to 1", 0, Range(0.0, 1));
        Options = [port, characters, episodes, locations, seed, latency, fail, throttle, retryAfter, malformed, hang];
    }

    /// <summary>The options, to add to a command.</summary>
    public IReadOnlyList<Option> Options { get; }

    /// <summary>Reads the values.</summary>
    /// <param name="result">A result without errors, of a command that has <see cref="Options"/>.</param>
    /// <param name="loggerFactory">Where the server is to log; nowhere if null.</param>
    /// <returns>The options, valid.</returns>
    public SampleApiOptions Read(ParseResult result, ILoggerFactory? loggerFactory = null) => new()
    {
        LoggerFactory = loggerFactory ?? NullLoggerFactory.Instance,
        Port = result.GetValue(port),
        Characters = result.GetValue(characters),
        Episodes = result.GetValue(episodes),
        Locations = result.GetValue(locations),
        Seed = result.GetValue(seed),
        Latency = result.GetValue(latency) ?? Latency.None,
        Fail = result.GetValue(fail),
        Throttle = result.GetValue(throttle),
        RetryAfterSeconds = result.GetValue(retryAfter),
        Malformed = result.GetValue(malformed),
        Hang = result.GetValue(hang),
    };

    private static TryParse<T> Range<T>(T min, T max)
        where T : INumber<T> => (string text, out T value, out string error) =>
        {
            error = string.Create(CultureInfo.InvariantCulture, $"'{text}' is not a {(typeof(T) == typeof(double) ? "" : "whole ")}number from {min} to {max}.");
            return T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value!) && value >= min && value <= max;
        };

    private static TryParse<T?> OrNull<T>(TryParse<T> tryParse)
        where T : struct => (string text, out T? value, out string error) =>
        {
            bool isValue = tryParse(text, out T parsed, out error);
            value = parsed;
            return isValue;
        };

    private Option<T> Create<T>(string name, string unit, string description, T defaultValue, TryParse<T> tryParse) => new($"--{prefix}{name}")
    {
        Description = description,
        HelpName = unit,
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result =>
        {
            if (tryParse(result.Tokens.Single().Value, out T value, out string error))
            {
                return value;
            }

            result.AddError($"--{prefix}{name}: {error}");
            return defaultValue;
        },
    };
}
