using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Tests.Terminal;

public sealed class WordWrapTests
{
    [Theory]
    [InlineData("one two three", 20, "one two three")]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("one two three", 8, "one two|three")]
    [InlineData("averylongword and", 5, "averylongword|and")]
    [InlineData("a first line\nand another", 8, "a first|line|and|another")]
    [InlineData("Come back with:\n  fanout run --resume", 10, "Come back|with:|  fanout run --resume")]
    [InlineData("Port:   --port", 20, "Port:   --port")]
    [InlineData("", 10, "")]
    public void Break_AMessage_EndsLinesBetweenWords(string message, int width, string expected) =>
        Assert.Equal(expected, WordWrap.Break(message, width).Replace(Environment.NewLine, "|", StringComparison.Ordinal));
}
