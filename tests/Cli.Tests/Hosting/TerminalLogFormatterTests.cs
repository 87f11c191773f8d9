using CharacterFanOut.Cli.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CharacterFanOut.Cli.Tests.Hosting;

public sealed class TerminalLogFormatterTests
{
    [Fact]
    public void Write_ForeignText_IsOneLineWithoutControlCharacters()
    {
        var writer = new StringWriter();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 4, 12, 5, 6, TimeSpan.Zero));
        var entry = new LogEntry<string>(
            LogLevel.Warning, "Upstream", new EventId(7), "said \u001b[2J\r\n\u009b31m", new InvalidOperationException("bell \a"), static (state, _) => state);

        new TerminalLogFormatter(time).Write(in entry, null, writer);

        Assert.Equal($"12:05:06 warn: Upstream[7] said \u241b[2J  \ufffd31m System.InvalidOperationException: bell \u2407{Environment.NewLine}", writer.ToString());
    }
}
