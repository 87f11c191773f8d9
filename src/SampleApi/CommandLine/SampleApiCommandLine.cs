using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
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

    /// <summary>Makes the options.</summary>
    /// <param name="prefix">What stands between the dashes and each name, such as <c>sample-</c>.</param>
    /// <param name="defaultPort">The port where none is given; 0 for any free one.</param>
    public SampleApiCommandLine(string prefix = "", int defaultPort = 0)
    {
        this.prefix = prefix;
        SampleApiOptions defaults = new();
        port = Whole("port", "N", "The port on 127.0.0.1; 0 for any free one", defaultPort, 0, 65_535);
        characters = Whole("characters", "N", "How many characters there are", defaults.Characters, 1, SampleApiOptions.MaxCharacters);
        episodes = Whole("episodes", "N", "How many episodes there are", defaults.Episodes, 1, SampleApiOptions.MaxEpisodes);
        locations = Whole("locations", "N", "How many locations there are", defaults.Locations, 1, SampleApiOptions.MaxLocations);
        seed = Parsed("seed", "N", "What data and faults are drawn from", defaults.Seed, static (string text, out long value, out string error) =>
        {
            error = $"'{text}' is not a whole number.";
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        });
        latency = Parsed<Latency>("latency", "L", "How long answers take: fixed:50ms, uniform:10-90ms, exp:50ms or none", defaults.Latency, Latency.TryParse);
        fail = Share("fail", "The share of requests answered 500");
        throttle = Parsed<ThrottleRate?>(
            "throttle", "N/s", "Answer 429 above this rate, such as 100/s or 10000/d", null, static (string text, out ThrottleRate? rate, out string error) =>
            {
                bool isRate = ThrottleRate.TryParse(text, out ThrottleRate parsed, out error);
                rate = parsed;
                return isRate;
            });
        retryAfter = Parsed<int?>(
            "retry-after", "SECONDS", "The Retry-After of those; until there is room again if not given", null, static (string text, out int? value, out string error) =>
            {
                bool isWhole = TryWhole(text, 0, SampleApiOptions.MaxRetryAfterSeconds, out int parsed, out error);
                value = parsed;
                return isWhole;
            });
        malformed = Share("malformed", "The share of requests whose answer is not the character asked for");
        hang = Share("hang", "The share of requests that is never answered");
        Options = [port, characters, episodes, locations, seed, latency, fail, throttle, retryAfter, malformed, hang];
    }

    private delegate bool TryParse<T>(string text, out T value, out string error);

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

    private static bool TryWhole(string text, int from, int to, out int value, out string error)
    {
        error = string.Create(CultureInfo.InvariantCulture, $"'{text}' is not a whole number from {from} to {to}.");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= from && value <= to;
    }

    private Option<int> Whole(string name, string unit, string description, int byDefault, int from, int to) => Parsed(
        name, unit, string.Create(CultureInfo.InvariantCulture, $"{description} ({from} to {to})"), byDefault,
        (string text, out int value, out string error) => TryWhole(text, from, to, out value, out error));

    private Option<double> Share(string name, string description) => Parsed(
        name, "P", $"{description} (0 to 1)", 0d, static (string text, out double value, out string error) =>
        {
            error = $"'{text}' is not a number from 0 to 1.";
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value is >= 0 and <= 1;
        });

    private Option<T> Parsed<T>(string name, string unit, string description, T byDefault, TryParse<T> tryParse) => new($"--{prefix}{name}")
    {
        Description = description,
        HelpName = unit,
        DefaultValueFactory = _ => byDefault,
        CustomParser = result =>
        {
            if (tryParse(result.Tokens.Single().Value, out T value, out string error))
            {
                return value;
            }

            result.AddError($"--{prefix}{name}: {error}");
            return byDefault;
        },
    };
}
