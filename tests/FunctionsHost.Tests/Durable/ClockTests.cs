using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsHost.Tests.Durable;

/// <summary>Orchestrations of a real worker, whose time is the host's.</summary>
public sealed class ClockTests
{
    private static readonly DateTimeOffset Begin = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Timer_OfTwelveHours_PassesWhenTheHostsClockDoes(string cached)
    {
        var time = new FakeTimeProvider(Begin);
        await using var host = await TestHosts.StartAppAsync(configure: options =>
        {
            options.TimeProvider = time;
            options.Settings["AzureFunctionsJobHost__extensions__durableTask__extendedSessionsEnabled"] = cached;
        });
        var id = await WorkerTests.StartAsync(host, "HalfDay", null);
        await Polling.UntilAsync(async () => (await HistoryAsync(host, id)).Contains("TimerCreated"), "the timer is set");

        time.Advance(TimeSpan.FromHours(12));

        var done = await host.Client.GetFromJsonAsync<WorkerTests.Outcome>($"api/durable/{id}", JsonSerializerOptions.Web, Cancelled);
        var times = JsonSerializer.Deserialize<DateTime[]>(done!.Output!)!;
        Assert.Equal([Begin.UtcDateTime, Begin.UtcDateTime.AddHours(12)], times);
        var status = await host.Client.GetFromJsonAsync<JsonElement>($"runtime/webhooks/durabletask/instances/{id}", Cancelled);
        Assert.Equal("2031-05-06T07:08:09Z", status.GetProperty("createdTime").GetString());
        Assert.Equal("2031-05-06T19:08:09Z", status.GetProperty("lastUpdatedTime").GetString());
    }

    private static async Task<IEnumerable<string?>> HistoryAsync(TestHost host, string id)
    {
        var status = await host.Client.GetFromJsonAsync<JsonElement>($"runtime/webhooks/durabletask/instances/{id}?showHistory=true", Cancelled);
        return status.GetProperty("historyEvents").EnumerateArray().Select(item => item.GetProperty("EventType").GetString());
    }
}
