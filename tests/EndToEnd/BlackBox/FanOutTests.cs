using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CharacterFanOut.EndToEnd.BlackBox;

[Trait("suite", "blackbox")]
[Collection(BlackBoxCollection.Name)]
public sealed class FanOutTests(BlackBoxHost host)
{
    [Fact]
    public async Task FanOut_Of99_FetchesAllUnderItsCap()
    {
        await host.UpstreamAsync(new { latency = "fixed:20ms" });

        var id = await host.StartAsync(new { ids = "1-99", maxConcurrency = 10 });
        var status = await host.UntilOverAsync(id);

        Assert.Equal("completed", status.GetProperty("status").GetString());
        var report = await host.JsonAsync($"api/fanouts/{id}/report");
        Assert.Equal((99, 99, 0), (report.GetProperty("requested").GetInt32(), report.GetProperty("fetched").GetInt32(), report.GetProperty("failed").GetInt32()));
        var stats = await host.UpstreamStatsAsync();
        Assert.Equal(99, stats.GetProperty("requests").GetInt32());
        Assert.InRange(stats.GetProperty("maxInFlight").GetInt32(), 1, 10);
    }

    [Fact]
    public async Task FanOut_OfManyWithFailures_AccountsForEachIdOnce()
    {
        await host.UpstreamAsync(new { malformed = 0.02, ids = new Dictionary<string, object> { ["7"] = new { status = 404 }, ["250"] = new { status = 404 } } });

        var id = await host.StartAsync(new { ids = $"1-{BlackBoxHost.Many}" });
        await host.UntilOverAsync(id);

        var fetched = await CharactersAsync(id);
        using var answer = await host.GetAsync($"api/fanouts/{id}/failures?format=json");
        var failed = (await answer.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Select(f => f.GetProperty("id").GetInt32()).ToList();
        Assert.Contains(7, failed);
        Assert.Contains(250, failed);
        Assert.Equal(Enumerable.Range(1, BlackBoxHost.Many), fetched.Concat(failed).Order());
        Assert.Equal(fetched.Order(), fetched);
    }

    [Fact]
    public async Task FanOut_Throttled_WaitsAndLosesNothing()
    {
        // By number, not by rate: a slow host stays below every rate.
        await host.UpstreamAsync(new { all = new { status = 429, retryAfter = 1, times = 15 } });

        var id = await host.StartAsync(new { ids = "1-60" });
        var status = await host.UntilOverAsync(id);

        Assert.Equal("completed", status.GetProperty("status").GetString());
        Assert.Equal(60, status.GetProperty("fetched").GetInt32());
        Assert.Equal(15, (await host.UpstreamStatsAsync()).GetProperty("byStatus").GetProperty("429").GetInt32());
    }

    [Fact]
    public async Task FanOut_Cancelled_StopsItsBatchesTooAndKeepsWhatTheyFetched()
    {
        await host.UpstreamAsync(new { latency = "fixed:100ms" });
        var id = await host.StartAsync(new { ids = "1-2000" });
        await host.UntilAsync(id, s => s.GetProperty("fetched").GetInt32() > 20);

        using var answer = await host.PostAsync($"api/fanouts/{id}/cancel");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var status = await host.UntilOverAsync(id);

        Assert.Equal("canceled", status.GetProperty("status").GetString());
        Assert.InRange(status.GetProperty("fetched").GetInt32(), 21, 1999);
        Assert.Equal(status.GetProperty("fetched").GetInt32(), (await host.JsonAsync($"api/fanouts/{id}/characters")).GetArrayLength());
        Assert.Equal("canceled", (await host.JsonAsync($"api/fanouts/{id}/report")).GetProperty("result").GetString());
        foreach (var batch in (await host.JsonAsync($"runtime/webhooks/durabletask/instances?instanceIdPrefix={id}:")).EnumerateArray())
        {
            await host.UntilInstanceOverAsync(batch.GetProperty("instanceId").GetString()!);
        }

        using var again = await host.PostAsync($"api/fanouts/{id}/cancel");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task FanOut_PausedAndResumed_GoesOnToTheEnd()
    {
        await host.UpstreamAsync(new { latency = "fixed:30ms" });
        var id = await host.StartAsync(new { ids = "1-300" });
        await host.UntilAsync(id, s => s.GetProperty("fetched").GetInt32() > 0);

        using var pause = await host.PostAsync($"api/fanouts/{id}/pause");
        Assert.Equal(HttpStatusCode.Accepted, pause.StatusCode);
        await host.UntilAsync(id, s => s.GetProperty("status").GetString() == "paused");
        using var resume = await host.PostAsync($"api/fanouts/{id}/resume");
        Assert.Equal(HttpStatusCode.Accepted, resume.StatusCode);
        var status = await host.UntilOverAsync(id);

        Assert.Equal(("completed", 300), (status.GetProperty("status").GetString(), status.GetProperty("fetched").GetInt32()));
    }

    [Fact]
    public async Task FanOut_Retried_AsksForTheFailedOnlyAndLinksBothWays()
    {
        await host.UpstreamAsync(new { ids = new Dictionary<string, object> { ["3"] = new { malformed = "notJson" }, ["5"] = new { malformed = "wrongId" } } });
        var id = await host.StartAsync(new { ids = "1-10" });
        await host.UntilOverAsync(id);
        await host.UpstreamAsync(new { });

        using var answer = await host.PostAsync($"api/fanouts/{id}/retry");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var second = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        var status = await host.UntilOverAsync(second);

        Assert.Equal((2, 2), (status.GetProperty("requested").GetInt32(), status.GetProperty("fetched").GetInt32()));
        Assert.Equal(id, status.GetProperty("retryOf").GetString());
        Assert.Equal(second, (await host.JsonAsync($"api/fanouts/{id}")).GetProperty("retries")[0].GetString());
    }

    [Fact]
    public async Task FanOut_Deleted_IsGoneWithItsResults()
    {
        await host.UpstreamAsync(new { });
        var id = await host.StartAsync(new { ids = "1-5" });
        await host.UntilOverAsync(id);

        using var deleted = await host.SendAsync(HttpMethod.Delete, $"api/fanouts/{id}");

        Assert.True(deleted.IsSuccessStatusCode, $"{(int)deleted.StatusCode}");
        foreach (var path in new[] { "", "/report", "/characters", "/failures" })
        {
            using var gone = await host.GetAsync($"api/fanouts/{id}{path}");
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        }
    }

    [Fact]
    public async Task FanOut_AbortedByFailures_SaysWhatWasDone()
    {
        await host.UpstreamAsync(new { malformed = 1.0 });

        var id = await host.StartAsync(new { ids = "1-1000", onFailure = "abort", maxFailures = 10 });
        var status = await host.UntilOverAsync(id);

        Assert.Equal("aborted", status.GetProperty("status").GetString());
        var report = await host.JsonAsync($"api/fanouts/{id}/report");
        Assert.InRange(report.GetProperty("failed").GetInt32(), 11, 200);
        Assert.Equal(1000, report.GetProperty("failed").GetInt32() + report.GetProperty("fetched").GetInt32() + report.GetProperty("notAttempted").GetInt32());
    }

    private async Task<List<int>> CharactersAsync(string id)
    {
        using var answer = await host.GetAsync($"api/fanouts/{id}/characters?format=ndjson");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("id").GetInt32())];
    }
}
