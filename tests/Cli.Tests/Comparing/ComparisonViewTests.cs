using CharacterFanOut.Cli.Comparing;
using Spectre.Console.Testing;

namespace CharacterFanOut.Cli.Tests.Comparing;

public sealed class ComparisonViewTests
{
    [Theory]
    [InlineData("exp:50ms", "which answers in 50 ms on average")]
    [InlineData("fixed:1500ms", "which answers in 1500 ms")]
    [InlineData("uniform:10-90ms", "which answers in 10 to 90 ms")]
    [InlineData("none", "which answers at once")]
    public void Create_ALatency_SaysItInWords(string latency, string expected) =>
        Assert.Contains(expected, Render(latency)[0], StringComparison.Ordinal);

    [Fact]
    public void Create_AComparison_FitsInto80ColumnsWithItsNotesApart()
    {
        var lines = Render("exp:50ms");

        Assert.All(lines, static line => Assert.InRange(line.Length, 0, 80));
        var note = lines.FindIndex(static line => line.StartsWith("In flight:", StringComparison.Ordinal));
        Assert.Equal("", lines[note - 1]);
        Assert.StartsWith("Had:", lines[note + 1], StringComparison.Ordinal);
        Assert.Equal(note + 2, lines.Count);
    }

    private static List<string> Render(string latency)
    {
        var console = new TestConsole().Width(80);
        console.Write(ComparisonView.Create(new Comparison("1-99", 99, latency, [.. Contender.All.Select(static contender => new ComparisonRow
        {
            Contender = contender.Title,
            FetchSeconds = 1,
            ProcessSeconds = 2,
            MaxInFlight = 20,
            Requests = 99,
            Fetched = 99,
            Failed = 0,
        })])));
        return [.. console.Output.TrimEnd().Split('\n').Select(static line => line.TrimEnd())];
    }
}
