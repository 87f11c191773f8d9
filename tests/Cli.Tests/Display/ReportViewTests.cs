using System.Text.Json;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using Spectre.Console.Testing;

namespace CharacterFanOut.Cli.Tests.Display;

public sealed class ReportViewTests
{
    [Fact]
    public void Create_AllFetched_ShowsFiguresAndNoFailures()
    {
        var text = Render(Samples.Report());

        Assert.Contains("10 of 10", text, StringComparison.Ordinal);
        Assert.Contains("2.00 s, 5.0 ids/s", text, StringComparison.Ordinal);
        Assert.Contains("Alive", text, StringComparison.Ordinal);
        Assert.DoesNotContain("failed", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_Failures_ShowsKindsAndMessagesAsTheyAre()
    {
        var text = Render(Samples.Report(fetched: 9, kinds: "\"notFound\":1", failed: 1));

        Assert.Contains("1 notFound", text, StringComparison.Ordinal);
        Assert.Contains("There is no character 7 [404].", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_LongMessage_KeepsToItsLine()
    {
        var long404 = Samples.Report(fetched: 9, kinds: "\"notFound\":1", failed: 1).Replace("There is no character 7 [404].", $"Character 7: {new string('x', 200)}", StringComparison.Ordinal);

        var line = Assert.Single(Render(long404, width: 60).Split('\n'), static line => line.Contains("xxx", StringComparison.Ordinal));

        Assert.StartsWith("7  notFound  xxx", line, StringComparison.Ordinal);
        Assert.Equal(60, line.TrimEnd().Length);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/api/character/7 answered 404.", "failed ids of http://127.0.0.1:8080/api/character/\n7  notFound  answered 404.")]
    [InlineData("http://127.0.0.1:8080/api/character/8 answered 404.", "failed ids\n7  notFound  http://127.0.0.1:8080/api/character/8 answered 404.")]
    [InlineData("there is none.", "failed ids\n7  notFound  there is none.")]
    public void Create_Failures_SaysTheAddressThatAllHaveOnce(string message, string expected)
    {
        var report = Samples.Report(fetched: 9, kinds: "\"notFound\":1", failed: 1).Replace("There is no character 7 [404].", $"Character 7: {message}", StringComparison.Ordinal);

        Assert.Contains(expected, Render(report), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0, "1 id took more than one request")]
    [InlineData(12, 1, "waited 1 time for the upstream")]
    [InlineData(0, 3, "waited 3 times for the upstream")]
    public void Create_RetriedOrThrottled_SaysEachInItsOwnLine(int retried, int waits, string expected)
    {
        var text = Render(Samples.Report().Replace("\"retried\":0,\"throttledWaits\":0", $"\"retried\":{retried},\"throttledWaits\":{waits}", StringComparison.Ordinal));

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Equal(retried > 0, text.Contains("retried", StringComparison.Ordinal));
        Assert.Equal(waits > 0, text.Contains("throttled", StringComparison.Ordinal));
    }

    private static string Render(string json, int width = 120)
    {
        var console = new TestConsole().Width(width);
        console.Write(ReportView.Create(JsonSerializer.Deserialize(json, ClientJsonContext.Default.FanOutReport)!));
        return console.Output;
    }

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("abcdefghij", 5, "abcd…")]
    [InlineData("ab😀😀😀", 5, "ab😀…")]
    [InlineData("ab😀😀😀", 6, "ab😀…")]
    [InlineData("日本語日本語", 6, "日本…")]
    [InlineData("e\u0301e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301…")]
    [InlineData("abc", 1, "")]
    public void Cut_TextThatIsTooWide_IsCutBetweenCharacters(string text, int width, string expected) =>
        Assert.Equal(expected, FailureList.Cut(text, width, "…"));
}
