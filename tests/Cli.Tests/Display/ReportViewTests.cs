using System.Text.Json;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using Spectre.Console.Testing;

namespace CharacterFanOut.Cli.Tests.Display;

public sealed class ReportViewTests
{
    [Fact]
    public void Of_AllFetched_ShowsFiguresAndNoFailures()
    {
        var text = Render(Samples.Report());

        Assert.Contains("10 of 10", text, StringComparison.Ordinal);
        Assert.Contains("2.00 s, 5.0 ids/s", text, StringComparison.Ordinal);
        Assert.Contains("Alive", text, StringComparison.Ordinal);
        Assert.DoesNotContain("failed", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Failures_ShowsKindsAndMessagesAsTheyAre()
    {
        var text = Render(Samples.Report(fetched: 9, kinds: "\"notFound\":1", failed: 1));

        Assert.Contains("1 notFound", text, StringComparison.Ordinal);
        Assert.Contains("There is no character 7 [404].", text, StringComparison.Ordinal);
    }

    private static string Render(string json)
    {
        var console = new TestConsole().Width(120);
        console.Write(ReportView.Of(JsonSerializer.Deserialize(json, ClientJsonContext.Default.Report)!));
        return console.Output;
    }
}
