using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console.Testing;

namespace CharacterFanOut.Cli.Tests.Display;

public sealed class StatusViewTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Create_Many_TakesOneLineEachIn80Columns()
    {
        var console = new TestConsole().Width(80);
        FanOutState[] states =
        [
            new() { Id = new string('a', 32), Status = "completed", Requested = 20_000, Fetched = 19_990, Failed = 10, CreatedAt = Now },
            new() { Id = new string('b', 32), Status = "canceled", Requested = 99, CreatedAt = Now.AddDays(-1) },
        ];

        console.Write(StatusView.Create(states, new FakeTimeProvider(Now)));

        Assert.Equal(
            [
                "Fan-out                           Status           Fetched  Failed  Accepted",
                $"{states[0].Id}  completed  19,990/20,000      10  12:00:00",
                $"{states[1].Id}  canceled            0/99       0  Mar 3 12:00",
            ],
            console.Lines.Select(static line => line.TrimEnd()).Where(static line => line.Length > 0));
    }
}
