using System.CommandLine;
using CharacterFanOut.Cli.Commands;
using CharacterFanOut.Cli.Hosting;
using Microsoft.Extensions.Logging;

namespace CharacterFanOut.Cli.Tests.Commands;

public sealed class LocalOptionsTests
{
    [Fact]
    public void Read_SameSettingTwice_TakesTheLast()
    {
        using var terminal = new TestTerminal();
        var options = new LocalOptions(terminal.Session);
        var command = new RootCommand();
        options.AddTo(command);

        var read = options.Read(command.Parse("--set FanOut:MaxIds=1 --set fanout:maxids=5"), LogLevel.None, resume: false);

        Assert.Equal("5", Assert.Single(read.Settings).Value);
    }

    [Fact]
    public void Read_LimitsForTheUpstream_AreSettingsAndKeptWhenItGoesOn()
    {
        using var terminal = new TestTerminal();
        var options = new LocalOptions(terminal.Session);
        var command = new RootCommand();
        options.AddTo(command);
        var first = options.Read(command.Parse("--rate 10000/d --upstream-max-concurrency 7"), LogLevel.None, resume: false);
        Directory.CreateDirectory(first.DataFolder);
        first.Note.Write(first.DataFolder);

        Assert.Equal(("10000/d", "7"), Limits(first));
        Assert.Equal(("10000/d", "7"), Limits(options.Read(command.Parse(""), LogLevel.None, resume: true)));
        Assert.Equal(("5/s", "7"), Limits(options.Read(command.Parse("--rate 5/s"), LogLevel.None, resume: true)));
        Assert.Empty(options.Read(command.Parse("--api http://127.0.0.1:9"), LogLevel.None, resume: true).Settings);
        Assert.Empty(options.Read(command.Parse(""), LogLevel.None, resume: false).Settings);

        static (string?, string?) Limits(LocalHostOptions read) => (read.Settings["CharacterApi:Rate"], read.Settings["CharacterApi:MaxConcurrency"]);
    }

    [Fact]
    public void Read_ATemplateOfAnyShape_IsKeptWhenItGoesOnByItsName()
    {
        const string Template = "https://host/items/{id}?key=s3cret";
        using var terminal = new TestTerminal();
        var options = new LocalOptions(terminal.Session);
        var command = new RootCommand();
        options.AddTo(command);
        var first = options.Read(command.Parse(["--api", Template, "--shape", "any"]), LogLevel.None, resume: false);
        Directory.CreateDirectory(first.DataFolder);
        first.Note.Write(first.DataFolder);

        // What a fan-out remembers of its upstream has no values of a query in it.
        Assert.DoesNotContain("s3cret", first.UpstreamName, StringComparison.Ordinal);
        foreach (var read in new[] { first, options.Read(command.Parse(""), LogLevel.None, resume: true), options.Read(command.Parse(""), LogLevel.None, resume: true, resumed: first.UpstreamName) })
        {
            Assert.Equal((Template, "any"), (read.Upstream?.Text, read.Settings["CharacterApi:Shape"]));
        }
    }

    [Theory]
    [InlineData("--api", "https://host/?key=s3cret", "--api: the URL has a query, and no {id}")]
    [InlineData("--shape", "xml", "Argument 'xml' not recognized. Must be one of:")]
    [InlineData("--rate", "50", "--rate: '50' is not a rate.")]
    [InlineData("--upstream-max-concurrency", "0", "--upstream-max-concurrency: '0' is not a number from 1 to 10000.")]
    [InlineData("--upstream-max-concurrency", "many", "--upstream-max-concurrency: 'many' is not a number from 1 to 10000.")]
    public void Parse_BadLimit_SaysWhatToWrite(string option, string value, string said)
    {
        using var terminal = new TestTerminal();
        var command = new RootCommand();
        new LocalOptions(terminal.Session).AddTo(command);

        Assert.StartsWith(said, command.Parse([option, value]).Errors[0].Message, StringComparison.Ordinal);
    }
}
