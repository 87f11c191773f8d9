using System.Text;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Tests.Terminal;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("Human", "Human")]
    [InlineData("\u001b[2J", "\u241b[2J")]
    [InlineData("a\u009b2Jb\u007f", "a\ufffd2Jb\u2421")]
    [InlineData("one\r\ntwo\tthree", "one  two three")]
    [InlineData("\u202etxt.exe\u2066", "\ufffdtxt.exe\ufffd")]
    [InlineData("héllo \U0001F600", "héllo \U0001F600")]
    public void Clean_ForeignText_HasNoControlCharacters(string text, string expected) => Assert.Equal(expected, TerminalText.Clean(text));

    [Fact]
    public void Clean_KeepLayout_KeepsLinesAndTabs() => Assert.Equal("a\tb\nc d", TerminalText.Clean("a\tb\r\nc\rd".Replace("\rd", " d", StringComparison.Ordinal), keepLayout: true));

    [Fact]
    public void Write_InPieces_KeepsCharactersWhole()
    {
        using var target = new MemoryStream();
        using var stream = new TerminalStream(target);
        foreach (var piece in Encoding.UTF8.GetBytes("é\u001b\u009b\U0001F600"))
        {
            stream.WriteByte(piece);
        }

        Assert.Equal("é\u241b\ufffd\U0001F600", Encoding.UTF8.GetString(target.ToArray()));
    }
}
