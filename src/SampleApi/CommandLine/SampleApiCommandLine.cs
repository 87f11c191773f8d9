using System.CommandLine;
using System.Numerics;
using Microsoft.Extensions.Logging.Abstractions;

namespace CharacterFanOut.SampleApi.CommandLine;

/// <summary>
/// The sample API's options on a command line: <c>--characters 826</c>, or with a prefix <c>--sample-characters 826</c>. Add
/// <see cref="Options"/> to a command, and <see cref="Read"/> its result when that has no errors.
/// </summary>
public sealed class SampleApiCommandLine
{
    private readonly string prefix;
    private readonly List<Option> options = [];
    private readonly List<Func<SampleApiOptions, ParseResult, SampleApiOptions>> readers = [];

    /// <param name="prefix">What stands between the dashes and each name, such as <c>sample-</c>.</param>
    public SampleApiCommandLine(string prefix = "", int defaultPort = 0)
    {
        this.prefix = prefix;
        SampleApiOptions defaults = new();
        Add("port", "N", "The port on 127.0.0.1; 0 for any free one", defaultPort, Range(0, 65_535), static (read, value) => read with { Port = value });
        Add("characters", "N", "How many characters there are", defaults.Characters, Range(1, SampleApiOptions.MaxCharacters), static (read, value) => read with { Characters = value });
        Add("episodes", "N", "How many episodes the characters appear in", defaults.Episodes, Range(1, SampleApiOptions.MaxEpisodes), static (read, value) => read with { Episodes = value });
        Add("locations", "N", "How many locations the characters live in", defaults.Locations, Range(1, SampleApiOptions.MaxLocations), static (read, value) => read with { Locations = value });
        Add("seed", "N", "The seed of data and faults: the same seed gives the same", defaults.Seed, Range(long.MinValue, long.MaxValue), static (read, value) => read with { Seed = value });
        Add<Latency>("latency", "L", "How long answers take: fixed:50ms, uniform:10-90ms, exp:50ms or none", defaults.Latency, Latency.TryParse, static (read, value) => read with { Latency = value });
        Add("fail", "P", "The share of requests answered 500, from 0 to 1", 0, Range(0.0, 1), static (read, value) => read with { Fail = value });
        Add("throttle", "N/s", "Answer 429 above this rate, such as 100/s or 10000/d", null, OrNull<ThrottleRate>(ThrottleRate.TryParse), static (read, value) => read with { Throttle = value });
        Add("retry-after", "SECONDS", "The Retry-After of those; until there is room again if not given", null, OrNull(Range(0, SampleApiOptions.MaxRetryAfterSeconds)), static (read, value) => read with { RetryAfterSeconds = value });
        Add("malformed", "P", "The share of requests whose answer is not the character asked for, from 0 to 1", 0, Range(0.0, 1), static (read, value) => read with { Malformed = value });
        Add("hang", "P", "The share of requests that is never answered, from 0 to 1", 0, Range(0.0, 1), static (read, value) => read with { Hang = value });
    }

    public IReadOnlyList<Option> Options => options;

    /// <summary>The valid options of a result without errors.</summary>
    public SampleApiOptions Read(ParseResult result, ILoggerFactory? loggerFactory = null) => readers.Aggregate(
        new SampleApiOptions { LoggerFactory = loggerFactory ?? NullLoggerFactory.Instance }, (read, reader) => reader(read, result));

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

    private void Add<T>(
        string name, string unit, string description, T defaultValue, TryParse<T> tryParse, Func<SampleApiOptions, T, SampleApiOptions> set)
    {
        Option<T> option = new($"--{prefix}{name}")
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
        options.Add(option);
        readers.Add((read, result) => set(read, result.GetValue(option)!));
    }
}
