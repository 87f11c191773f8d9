using System.CommandLine;
using CharacterFanOut.Cli.Commands;
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
}
