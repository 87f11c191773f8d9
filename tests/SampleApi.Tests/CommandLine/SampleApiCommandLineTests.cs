using System.CommandLine;
using CharacterFanOut.SampleApi.CommandLine;
using CharacterFanOut.SampleApi.Faults;

namespace CharacterFanOut.SampleApi.Tests.CommandLine;

public sealed class SampleApiCommandLineTests
{
    [Theory]
    [InlineData("")]
    [InlineData("sample-")]
    public void Read_EveryOption_IsInTheOptions(string prefix)
    {
        string[] words =
        [
            "port 5080", "characters 10", "episodes 11", "locations 12", "seed -13", "latency uniform:10-90ms", "fail 0.05",
            "throttle 100/s", "retry-after 2", "malformed 0.01", "hang 1",
        ];
        SampleApiCommandLine commandLine = new(prefix);
        ParseResult result = Parse(commandLine, [.. words.SelectMany(word => $"--{prefix}{word}".Split(' '))]);

        Assert.Empty(result.Errors);
        SampleApiOptions options = commandLine.Read(result);
        Assert.Equal((5080, 10, 11, 12, -13L), (options.Port, options.Characters, options.Episodes, options.Locations, options.Seed));
        Assert.Equal("uniform:10-90ms", options.Latency.ToString());
        Assert.Equal((new ThrottleRate(100, 's'), 2), (options.Throttle, options.RetryAfterSeconds));
        Assert.Equal((0.05, 0.01, 1.0), (options.Fail, options.Malformed, options.Hang));
    }

    [Fact]
    public void Read_NoOptions_IsTheDefaults()
    {
        SampleApiCommandLine commandLine = new(defaultPort: 5080);
        SampleApiOptions options = commandLine.Read(Parse(commandLine, []));

        Assert.Equal((5080, 826, 51, 126, 1L), (options.Port, options.Characters, options.Episodes, options.Locations, options.Seed));
        Assert.True(options.Latency.IsNone);
        Assert.Null(options.Throttle);
        Assert.Null(options.RetryAfterSeconds);
    }

    [Theory]
    [InlineData("--port", "65536")]
    [InlineData("--port", "http")]
    [InlineData("--characters", "0")]
    [InlineData("--characters", "1000001")]
    [InlineData("--seed", "x")]
    [InlineData("--fail", "1.1")]
    [InlineData("--fail", "NaN")]
    [InlineData("--latency", "soon")]
    [InlineData("--throttle", "many")]
    [InlineData("--retry-after", "-1")]
    public void Parse_BadValue_SaysWhichOptionAndWhichValue(string option, string value)
    {
        ParseResult result = Parse(new SampleApiCommandLine(), [option, value]);

        string message = Assert.Single(result.Errors.Select(static error => error.Message).Distinct());
        Assert.Contains(option, message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", message, StringComparison.Ordinal);
    }

    private static ParseResult Parse(SampleApiCommandLine commandLine, string[] words)
    {
        RootCommand command = new();
        foreach (Option option in commandLine.Options)
        {
            command.Options.Add(option);
        }

        return command.Parse(words);
    }
}
