using CharacterFanOut.Cli.Display;
using Spectre.Console;
using Spectre.Console.Testing;

namespace CharacterFanOut.Cli.Tests.Display;

public sealed class BarTests
{
    [Theory]
    [InlineData(10, true, "██████████")]
    [InlineData(2.5, true, "██▌")]
    [InlineData(0.001, true, "▏")]
    [InlineData(0, true, "")]
    [InlineData(10, false, "##########")]
    [InlineData(0.001, false, "#")]
    public void Render_Value_HasProportionalLength(double value, bool unicode, string bar)
    {
        var console = new TestConsole().Width(10);
        console.Profile.Capabilities.Unicode = unicode;

        console.Write(new Bar(value, max: 10, Color.Green));

        Assert.Equal(bar, console.Output.TrimEnd());
    }
}
