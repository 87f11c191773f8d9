using System.Net;
using System.Net.Http.Json;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Functions.Tests.Http;

public sealed class ListFanOutsTests
{
    [Fact]
    public async Task List_SeveralFanOuts_AreNewestFirstWithoutTheirBatches()
    {
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions(), TestContext.Current.CancellationToken);
        using var folder = new TestFolder();
        await using var host = await FanOutHost.StartAsync(api, folder);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await host.StartFanOutAsync(new { ids = "1-3", batchSize = 1 }));
        }

        var page = await host.GetAsync("api/fanouts");

        ids.Reverse();
        Assert.Equal(ids, page.GetProperty("fanOuts").EnumerateArray().Select(f => f.GetProperty("id").GetString()!));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, page.GetProperty("continuation").ValueKind);
    }

    [Fact]
    public async Task List_PageByPage_GivesEachOnce()
    {
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions(), TestContext.Current.CancellationToken);
        using var folder = new TestFolder();
        await using var host = await FanOutHost.StartAsync(api, folder);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await host.StartFanOutAsync(new { ids = "1" }));
        }

        var seen = new List<string>();
        string? continuation = null;
        var pages = 0;
        do
        {
            var page = await host.GetAsync("api/fanouts?top=2" + (continuation is null ? "" : $"&continuation={continuation}"));
            seen.AddRange(page.GetProperty("fanOuts").EnumerateArray().Select(f => f.GetProperty("id").GetString()!));
            continuation = page.GetProperty("continuation").GetString();
            pages++;
        }
        while (continuation is not null && pages < 10);

        ids.Reverse();
        Assert.Equal(ids, seen);
        Assert.Equal(3, pages);
    }

    [Theory]
    [InlineData("from=0001-01-01", 1)]
    [InlineData("from=0001-01-01&to=9999-12-31T23:59:59.9999999Z", 1)]
    [InlineData("from=9999-12-31T23:59:59.9999999Z", 0)]
    [InlineData("to=0001-01-01", 0)]
    public async Task List_FromOrToTheEndsOfTime_IsAnswered(string query, int expected)
    {
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions(), TestContext.Current.CancellationToken);
        using var folder = new TestFolder();
        await using var host = await FanOutHost.StartAsync(api, folder);
        await host.StartFanOutAsync(new { ids = "1" });

        var page = await host.GetAsync($"api/fanouts?{query}");

        Assert.Equal(expected, page.GetProperty("fanOuts").GetArrayLength());
    }

    [Fact]
    public async Task ListCancelAndDelete_ByLabel_AreAboutThoseWithTheLabel()
    {
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Latency = SampleApi.Faults.Latency.TryParse("fixed:50ms", out var latency, out _) ? latency : throw new FormatException() }, TestContext.Current.CancellationToken);
        using var folder = new TestFolder();
        await using var host = await FanOutHost.StartAsync(api, folder);
        var over = await host.StartFanOutAsync(new { ids = "1-2,900", labels = new { team = "alpha", env = "test" } });
        await host.ReportAsync(over);
        var running = await host.StartFanOutAsync(new { ids = "1-800", labels = new { team = "alpha" } });
        var other = await host.StartFanOutAsync(new { ids = "1-800", labels = new { team = "beta" } });
        var plain = await host.StartFanOutAsync(new { ids = "1-800" });

        Assert.Equal("alpha", (await host.GetAsync($"api/fanouts/{over}")).GetProperty("request").GetProperty("labels").GetProperty("team").GetString());
        Assert.Equal(string.Join(",", (string[])[running, over]), string.Join(",", await ListAsync("label=team%3Dalpha")));
        Assert.Equal(string.Join(",", (string[])[other, running, over]), string.Join(",", await ListAsync("label=team")));
        Assert.Equal(string.Join(",", (string[])[over]), string.Join(",", await ListAsync("label=team&label=env%3Dtest")));
        Assert.Equal(string.Join(",", (string[])[over]), string.Join(",", await ListAsync("withFailures=true")));
        Assert.Equal(string.Join(",", (string[])[]), string.Join(",", await ListAsync("label=team%3Dalpha&status=paused")));

        // Those that are over have nothing to cancel, and those under way cannot be deleted.
        Assert.Equal(string.Join(",", (string[])[running]), string.Join(",", await ManyAsync(HttpMethod.Post, "/cancel?label=team%3Dalpha")));
        await host.StatusAsync(running, "canceled");
        Assert.Equal(string.Join(",", (string[])[running, over]), string.Join(",", await ManyAsync(HttpMethod.Delete, "?label=team")));
        Assert.Equal(string.Join(",", (string[])[plain, other]), string.Join(",", await ListAsync("top=50")));
        Assert.Equal(string.Join(",", (string[])[]), string.Join(",", await ManyAsync(HttpMethod.Delete, "?status=running")));
        Assert.Equal(HttpStatusCode.BadRequest, await host.StatusCodeAsync(HttpMethod.Delete, "api/fanouts"));
        Assert.Equal(HttpStatusCode.BadRequest, await host.StatusCodeAsync(HttpMethod.Delete, "api/fanouts?top=3"));
        Assert.Equal(string.Join(",", (string[])[plain, other]), string.Join(",", await ManyAsync(HttpMethod.Post, "/cancel?status=running,paused,pending&top=200")));

        async Task<string[]> ListAsync(string query) =>
            [.. (await host.GetAsync($"api/fanouts?{query}")).GetProperty("fanOuts").EnumerateArray().Select(f => f.GetProperty("id").GetString()!)];

        async Task<string[]> ManyAsync(HttpMethod method, string path)
        {
            using var request = new HttpRequestMessage(method, $"api/fanouts{path}") { Content = method == HttpMethod.Post ? JsonContent.Create(new { }) : null };
            using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(method == HttpMethod.Post ? HttpStatusCode.Accepted : HttpStatusCode.OK, answer.StatusCode);
            var done = await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(TestContext.Current.CancellationToken);
            return [.. done.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!)];
        }
    }

    [Theory]
    [InlineData("label=-x", "label")]
    [InlineData("label=%3Dx", "label")]
    [InlineData("withFailures=maybe", "withFailures")]
    [InlineData("status=fast", "status")]
    [InlineData("status=1", "status")]
    [InlineData("top=0", "top")]
    [InlineData("top=1001", "top")]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=x", "to")]
    [InlineData("continuation=%25", "continuation")]
    public async Task List_BadParameter_IsNamed(string query, string field)
    {
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions(), TestContext.Current.CancellationToken);
        using var folder = new TestFolder();
        await using var host = await FanOutHost.StartAsync(api, folder);

        using var answer = await host.Http.GetAsync($"api/fanouts?{query}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"{field}\":", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_OfARunningHost_SaysWhatItReaches()
    {
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions(), TestContext.Current.CancellationToken);
        using var folder = new TestFolder();
        await using var host = await FanOutHost.StartAsync(api, folder);

        var health = await host.GetAsync("api/health");

        Assert.Equal("healthy", health.GetProperty("status").GetString());
        Assert.Equal("local", health.GetProperty("runtime").GetString());
        Assert.InRange(health.GetProperty("startedAt").GetDateTimeOffset(), DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow());
        Assert.True(health.GetProperty("taskHub").GetProperty("reachable").GetBoolean());
        Assert.Equal("files", health.GetProperty("store").GetProperty("kind").GetString());
    }
}
