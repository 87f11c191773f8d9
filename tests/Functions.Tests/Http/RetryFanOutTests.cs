using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.Faults;

namespace CharacterFanOut.Functions.Tests.Http;

public sealed class RetryFanOutTests
{
    [Fact]
    public async Task Retry_FanOutWithFailures_AsksForTheFailedIdsOnlyAndLinksBothWays()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await FailedAsync(app);
        var retry = await RetryAsync(app, id, new { });
        var report = await app.ReportAsync(retry);
        Assert.Equal(("7,9,25", 2, id), (report.GetProperty("ids").GetString(), report.GetProperty("fetched").GetInt32(), report.GetProperty("retryOf").GetString()));
        var retried = await app.GetAsync($"api/fanouts/{id}");
        Assert.Equal(retry, retried.GetProperty("retries")[0].GetString());
        var log = retried.GetProperty("log").EnumerateArray().ToList();
        Assert.Equal(("retried", retry), (log[^1].GetProperty("event").GetString(), log[^1].GetProperty("detail").GetString()));
        Assert.True(log[^1].GetProperty("at").GetDateTimeOffset() >= log[^2].GetProperty("at").GetDateTimeOffset());
        Assert.Equal(id, (await app.GetAsync($"api/fanouts/{retry}")).GetProperty("retryOf").GetString());
    }

    [Theory]
    [InlineData("malformed", "7,9")]
    [InlineData("notFound", "25")]
    [InlineData("notFound,malformed", "7,9,25")]
    [InlineData("failed,notFound", "7,9,25")]
    [InlineData("remaining,notFound", "25")]
    public async Task Retry_SomeOfThem_AsksForThose(string what, string expected)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 20 });
        await using var app = await FanOutHost.StartAsync(api, folder);
        var retry = await RetryAsync(app, await FailedAsync(app), new { what = what.Split(',') });
        Assert.Equal(expected, (await app.ReportAsync(retry)).GetProperty("ids").GetString());
    }

    [Theory]
    [InlineData("timeout", "It has no ids that are timeout. What can be asked for again: failed 3 (notFound 1, malformed 2).")]
    [InlineData("remaining,network", "It has no ids that are remaining or network. What can be asked for again: failed 3 (notFound 1, malformed 2).")]
    public async Task Retry_NoSuchIds_IsRefusedWithWhatThereIs(string what, string said)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        using var answer = await app.PostAsync($"api/fanouts/{await FailedAsync(app)}/retry", new { what = what.Split(',') });
        Assert.Equal((HttpStatusCode.Conflict, said), (answer.StatusCode, await DetailAsync(answer)));
    }

    [Fact]
    public async Task Retry_EverythingFetched_IsRefused()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-3" });
        await app.ReportAsync(id);
        using var answer = await app.PostAsync($"api/fanouts/{id}/retry", new { what = new[] { "remaining" } });
        Assert.Equal((HttpStatusCode.Conflict, "None of its ids failed, and none was left out: there is nothing to ask for again."), (answer.StatusCode, await DetailAsync(answer)));
    }

    [Theory]
    [InlineData("""{"what":["tmeout"]}""", "what", "\"tmeout\" is not one of failed, remaining, notFound, throttled, timeout, upstream, network, malformed, activity. Did you mean timeout?")]
    [InlineData("""{"what":[7]}""", "what", "\"7\" is not one of")]
    [InlineData("""{"what":"remaining"}""", "what", "It must be a list")]
    [InlineData("""{"what":[]}""", "what", "It must be a list")]
    [InlineData("""{"ids":"1-9"}""", "ids", "There is no such field; the only one is what.")]
    [InlineData("[]", "", "The body must be a JSON object")]
    public async Task Retry_WrongBody_SaysWhatIsWrong(string body, string field, string said)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        using var answer = await app.PostAsync("api/fanouts/nobody/retry", JsonDocument.Parse(body).RootElement);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains(said, problem.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Retry_RemainingOfACanceled_FetchesEachIdOnce(bool sessions, bool save)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Latency = Fixed(5) });
        await using var app = await FanOutHost.StartAsync(api, folder, sessions);
        var id = await app.StartFanOutAsync(new { ids = "1-600", batchSize = 50, maxConcurrency = 4, saveCharacters = save });
        await Eventually.GetAsync(() => app.GetAsync($"api/fanouts/{id}"), view => view.GetProperty("batchesDone").GetInt32() > 0);
        await app.PostAsync($"api/fanouts/{id}/cancel");

        var view = await app.StatusAsync(id, "canceled");
        var report = await app.GetAsync($"api/fanouts/{id}/report");
        var remaining = view.GetProperty("remaining").GetInt32();
        Assert.Equal(600 - view.GetProperty("fetched").GetInt32(), remaining);
        Assert.Equal(remaining, report.GetProperty("notAttempted").GetInt32());
        var ids = report.GetProperty("notAttemptedIds").GetString()!;
        Assert.Equal(remaining, IdSet.Parse(ids).Count);
        using (var refused = await app.PostAsync($"api/fanouts/{id}/retry"))
        {
            Assert.Equal($"It has no ids that are failed. What can be asked for again: remaining {remaining}.", await DetailAsync(refused));
        }

        var retry = await app.ReportAsync(await RetryAsync(app, id, new { what = new[] { "remaining" } }));
        Assert.Equal((ids, remaining), (retry.GetProperty("ids").GetString(), retry.GetProperty("fetched").GetInt32()));
        Assert.Equal(600, await ApiStats.RequestsAsync(api));
    }

    [Fact]
    public async Task Retry_RemainingOfAnAborted_LeavesOutWhatFailed()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await ApiStats.FaultsAsync(api, new { ids = new Dictionary<string, object> { ["7"] = new { malformed = "notJson" } } });
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-200", maxConcurrency = 1, onFailure = "abort" });
        Assert.Equal("8-200", (await app.ReportAsync(id)).GetProperty("notAttemptedIds").GetString());
        var retry = await RetryAsync(app, id, new { what = new[] { "remaining" } });
        Assert.Equal(193, (await app.ReportAsync(retry)).GetProperty("fetched").GetInt32());
    }

    [Fact]
    public async Task Retry_RemainingOfOneThatWasEndedAtOnce_AsksForWhatNoBatchSaved()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await ApiStats.FaultsAsync(api, new { ids = new Dictionary<string, object> { ["30"] = new { hang = true } } });
        await using var app = await FanOutHost.StartAsync(api, folder, settings: [new("CharacterApi:AttemptTimeout", "00:05:00"), new("CharacterApi:TotalTimeout", "00:10:00")]);
        var id = await app.StartFanOutAsync(new { ids = "1-60", batchSize = 20, maxConcurrency = 1 });
        await Eventually.GetAsync(() => ApiStats.RequestsAsync(api), requests => requests == 30);
        await app.PostAsync($"api/fanouts/{id}/cancel");
        await Eventually.GetAsync(() => app.GetAsync($"api/fanouts/{id}"), view => view.GetProperty("canceling").GetBoolean());
        await app.PostAsync($"api/fanouts/{id}/cancel");
        Assert.Equal(40, (await app.StatusAsync(id, "canceled")).GetProperty("remaining").GetInt32());
        await ApiStats.FaultsAsync(api, new { ids = (object?)null });

        var retry = await RetryAsync(app, id, new { what = new[] { "remaining" } });

        Assert.Equal("21-60", (await app.ReportAsync(retry)).GetProperty("ids").GetString());
    }

    [Fact]
    public async Task Retry_SameKeyTwice_StartsOne()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        var (id, other) = (await FailedAsync(app), await FailedAsync(app));
        var retry = await RetryAsync(app, id, new { }, "once");
        Assert.Equal(retry, await RetryAsync(app, id, new { what = new[] { "failed" } }, "once"));
        Assert.Equal(1, (await app.GetAsync($"api/fanouts/{id}")).GetProperty("retries").GetArrayLength());

        // The same ids of another fan-out are another request, and so are others of the same.
        Assert.Equal(HttpStatusCode.Conflict, (await app.PostAsync($"api/fanouts/{other}/retry", new { }, "once")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await app.PostAsync($"api/fanouts/{id}/retry", new { what = new[] { "notFound" } }, "once")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.PostAsync($"api/fanouts/{id}/retry", new { }, new('k', 256))).StatusCode);
        Assert.Empty((await app.GetAsync($"api/fanouts/{other}")).GetProperty("retries").EnumerateArray());
    }

    [Fact]
    public async Task Retry_WithoutABody_AsksForTheFailed()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        using var answer = await app.Http.PostAsync($"api/fanouts/{await FailedAsync(app)}/retry", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Fact]
    public async Task Characters_WithRetries_AreThoseOfAllOfThemAsOne()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await FailedAsync(app);
        Assert.Equal(JsonValueKind.Null, (await app.GetAsync($"api/fanouts/{id}/report")).GetProperty("mended").ValueKind);
        await ApiStats.FaultsAsync(api, new { ids = new Dictionary<string, object> { ["9"] = new { malformed = "notJson" } } });
        var malformed = new { what = new[] { "malformed" } };
        var retry = await RetryAsync(app, id, malformed);
        await app.ReportAsync(retry);
        Assert.Equal(1, (await app.GetAsync($"api/fanouts/{id}/report")).GetProperty("mended").GetInt32());

        // A retry of the retry, and a second one over ids that the first has fetched already.
        await ApiStats.FaultsAsync(api, new { ids = new Dictionary<string, object?> { ["9"] = null } });
        await app.ReportAsync(await RetryAsync(app, retry, new { }));
        await app.ReportAsync(await RetryAsync(app, id, malformed));

        Assert.Equal(2, (await app.GetAsync($"api/fanouts/{id}/report")).GetProperty("mended").GetInt32());
        var all = await app.GetAsync($"api/fanouts/{id}/characters?withRetries=true");
        Assert.Equal(Enumerable.Range(1, 20), all.EnumerateArray().Select(c => c.GetProperty("id").GetInt32()));
        var lines = (await app.Http.GetStringAsync($"api/fanouts/{id}/characters?withRetries=true&format=ndjson")).Split('\n');
        using var http = new HttpClient();
        Assert.Equal((21, await http.GetStringAsync(new Uri(api.BaseAddress, "character/9"))), (lines.Length, lines[8]));
        Assert.Equal(22, (await app.Http.GetStringAsync($"api/fanouts/{id}/characters?withRetries=true&format=csv")).Split("\r\n").Length);
        Assert.Equal(18, (await app.GetAsync($"api/fanouts/{id}/characters")).GetArrayLength());
    }

    // 1 to 20 and one that there is not: 7 and 9 fail the first time, 25 is not found.
    private static async Task<string> FailedAsync(FanOutHost app)
    {
        await ApiStats.FaultsAsync(app.Api, new { ids = new Dictionary<string, object> { ["7"] = new { malformed = "notJson" }, ["9"] = new { malformed = "notJson" }, ["25"] = new { status = 404 } } });
        var id = await app.StartFanOutAsync(new { ids = "1-20,25" });
        Assert.Equal(3, (await app.ReportAsync(id)).GetProperty("failed").GetInt32());
        await ApiStats.FaultsAsync(app.Api, new { ids = new Dictionary<string, object?> { ["7"] = null, ["9"] = null } });
        return id;
    }

    private static async Task<string> RetryAsync(FanOutHost app, string id, object body, string? key = null)
    {
        using var answer = await app.PostAsync($"api/fanouts/{id}/retry", body, key);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<string?> DetailAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();

    private static Latency Fixed(int milliseconds) =>
        Latency.TryParse($"fixed:{milliseconds}ms", out var latency, out var error) ? latency : throw new ArgumentException(error);
}
