using System.Net;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Functions.Tests.Http;

/// <summary>Whose data it is, as callers see it.</summary>
public sealed class UpstreamTests
{
    [Fact]
    public async Task FanOut_EverywhereItIsShown_NamesItsUpstream()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-9" });
        var report = await app.ReportAsync(id);
        var view = await app.GetAsync($"api/fanouts/{id}");
        var listed = (await app.GetAsync("api/fanouts")).GetProperty("fanOuts")[0];
        var health = await app.GetAsync("api/health");

        Assert.All([report, view, listed, health], json => Assert.Equal(api.BaseAddress.AbsoluteUri, json.GetProperty("upstream").GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, view.GetProperty("waiting").ValueKind);
    }

    [Theory]
    [InlineData("""{"ids":{"3":{"status":500,"times":1},"4":{"status":500,"times":2}}}""", 2, 0)]
    [InlineData("""{"ids":{"3":{"status":429,"retryAfter":"11","times":1}}}""", 0, 1)]
    public async Task FanOut_WhoseUpstreamFailsOrThrottles_CountsRetriesAndWaits(string faults, int retried, int throttledWaits)
    {
        using var folder = new TestFolder();
        using var clock = new SkippingClock();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder, clock: clock);
        await ApiStats.FaultsAsync(api, System.Text.Json.Nodes.JsonNode.Parse(faults)!);

        var id = await app.StartFanOutAsync(new { ids = "1-9" });
        await app.ReportAsync(id);

        var view = await app.GetAsync($"api/fanouts/{id}");
        Assert.Equal((9, retried, throttledWaits), (view.GetProperty("fetched").GetInt32(), view.GetProperty("retried").GetInt32(), view.GetProperty("throttledWaits").GetInt32()));
    }

    [Fact]
    public async Task HostWithAnotherUpstream_RetryOrSameId_IsRefusedAndAsksNothing()
    {
        using var folder = new TestFolder();
        await using var own = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 5 });
        await using var other = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using (var app = await FanOutHost.StartAsync(own, folder))
        {
            await app.StartFanOutAsync(new { ids = "1-9", id = "mine" });
            Assert.Equal(4, (await app.ReportAsync("mine")).GetProperty("failed").GetInt32());
        }

        await using (var app = await FanOutHost.StartAsync(other, folder))
        {
            using var retry = await app.PostAsync("api/fanouts/mine/retry");
            using var again = await app.PostAsync("api/fanouts", new { ids = "1-9", id = "mine" });

            Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (retry.StatusCode, again.StatusCode));
            var problem = await retry.Content.ReadAsStringAsync();
            Assert.Contains($"Its ids are those of the upstream {own.BaseAddress}, and this host has {other.BaseAddress}. Start the host with --api {own.BaseAddress} ", problem, StringComparison.Ordinal);
            Assert.Empty((await app.GetAsync("api/fanouts/mine")).GetProperty("retries").EnumerateArray());
            Assert.Equal(0, await ApiStats.RequestsAsync(other));
        }

        await using var right = await FanOutHost.StartAsync(own, folder);
        using var accepted = await right.PostAsync("api/fanouts/mine/retry");
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
    }

    [Fact]
    public async Task HostWithAnotherUpstream_SaysThatAFanOutWaits_AndItsOwnHostGoesOnAtOnce()
    {
        using var folder = new TestFolder();
        await using var own = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var other = await SampleApiServer.StartAsync(new SampleApiOptions());
        await ApiStats.FaultsAsync(own, new { latency = "fixed:20ms" });
        await using (var app = await FanOutHost.StartAsync(own, folder))
        {
            await app.StartFanOutAsync(new { ids = "1-300", id = "mix" });
            await Eventually.GetAsync(() => app.GetAsync("api/fanouts/mix"), view => view.GetProperty("fetched").GetInt32() > 0);
        }

        await using (var app = await FanOutHost.StartAsync(other, folder))
        {
            var waits = await Eventually.GetAsync(() => app.GetAsync("api/fanouts/mix"), view => view.GetProperty("waiting").ValueKind == System.Text.Json.JsonValueKind.Object);
            Assert.Contains($"--api {own.BaseAddress}", waits.GetProperty("waiting").GetProperty("error").GetString(), StringComparison.Ordinal);
            var id = await app.StartFanOutAsync(new { ids = "1-60" });
            Assert.Equal((60, other.BaseAddress.AbsoluteUri), ((await app.ReportAsync(id)).GetProperty("fetched").GetInt32(), (await app.GetAsync($"api/fanouts/{id}")).GetProperty("upstream").GetString()));
            Assert.Equal(60, await ApiStats.RequestsAsync(other));
        }

        await using var right = await FanOutHost.StartAsync(own, folder);
        Assert.Equal(300, (await right.ReportAsync("mix")).GetProperty("fetched").GetInt32());

        // What was in flight at the interruption is asked for again.
        Assert.InRange(await ApiStats.RequestsAsync(own), 300, 320);
        Assert.Equal(60, await ApiStats.RequestsAsync(other));
    }
}
