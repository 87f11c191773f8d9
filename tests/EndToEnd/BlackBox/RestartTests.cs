using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.EndToEnd.Hosts;

namespace CharacterFanOut.EndToEnd.BlackBox;

/// <summary>What needs a host that a test may start and kill.</summary>
[Trait("suite", "restart")]
[Collection(BlackBoxCollection.Name)]
public sealed class RestartTests
{
    // Where each activity is a message through storage there are some fifty a second.
    private static readonly int Ids = HostStorage.IsAzureChosen ? 400 : 1000;

    // On the Functions host a fan-out takes longer than two seconds.
    private static readonly string Schedule = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("FANOUT_START")) ? "*/2 * * * * *" : "*/20 * * * * *";

    [Fact]
    public async Task FanOut_HostKilledInTheMiddle_IsCompletedByTheNextOne()
    {
        await using var system = await StartedSystem.StartAsync("fixed:100ms");
        var id = await system.StartAsync(new { ids = $"1-{Ids}", batchSize = 100, maxConcurrency = 20 });
        var before = await system.UntilAsync(id, s => s.GetProperty("fetched").GetInt32() > Ids / 5);
        var fetchedBefore = before.GetProperty("fetched").GetInt32();
        Assert.True(fetchedBefore < Ids, "It was over before it could be killed, so nothing was tried.");

        await system.KillAndStartAgainAsync();
        var after = await system.UntilOverAsync(id);

        Assert.Equal(("completed", Ids, 0), (after.GetProperty("status").GetString(), after.GetProperty("fetched").GetInt32(), after.GetProperty("failed").GetInt32()));
        var report = await system.JsonAsync($"api/fanouts/{id}/report");
        Assert.Equal((Ids, Ids, 0, 0), (Number(report, "requested"), Number(report, "fetched"), Number(report, "failed"), Number(report, "notAttempted")));
        Assert.Equal(Enumerable.Range(1, Ids), await CharactersAsync(system, id));

        // What was fetched before the kill is not asked for again, but for what was under way.
        Assert.InRange(await system.RequestsAsync(), Ids, Ids + fetchedBefore - 1);
    }

    [Fact]
    public async Task Schedule_Due_StartsFanOutsByItselfAndComparesEachWithTheOneBefore()
    {
        await using var system = await StartedSystem.StartAsync("none", ("FanOut__Schedule", Schedule), ("FanOut__ScheduledIds", "1-5"));

        var first = await ScheduledAsync(system, after: "");
        Assert.Equal("completed", (await system.UntilOverAsync(first)).GetProperty("status").GetString());
        var second = await ScheduledAsync(system, after: first);
        var over = await system.UntilOverAsync(second);

        Assert.Equal(("completed", 5), (over.GetProperty("status").GetString(), over.GetProperty("fetched").GetInt32()));
        Assert.Equal(Enumerable.Range(1, 5), await CharactersAsync(system, second));
        Assert.Equal(first, (await system.JsonAsync($"api/fanouts/{second}/report")).GetProperty("changes").GetProperty("since").GetString());
    }

    private static int Number(JsonElement report, string name) => report.GetProperty(name).GetInt32();

    // Ids of scheduled fan-outs say when they were started, so the first in their order is the oldest.
    private static async Task<string> ScheduledAsync(StartedSystem system, string after)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (true)
        {
            var all = await system.JsonAsync("api/fanouts");
            var next = all.GetProperty("fanOuts").EnumerateArray().Select(f => f.GetProperty("id").GetString()!)
                .Where(id => id.StartsWith("scheduled-", StringComparison.Ordinal) && string.CompareOrdinal(id, after) > 0)
                .Min(StringComparer.Ordinal);
            if (next is not null)
            {
                return next;
            }

            await Task.Delay(200, limit.Token);
        }
    }

    private static async Task<IEnumerable<int>> CharactersAsync(StartedSystem system, string id)
    {
        using var answer = await system.GetAsync($"api/fanouts/{id}/characters");
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Select(c => c.GetProperty("id").GetInt32()).ToList();
    }
}
