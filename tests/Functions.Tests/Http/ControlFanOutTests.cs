using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.Faults;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Tests.Http;

public sealed class ControlFanOutTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PauseAndResume_RunningFanOut_StopsAskingAndGoesOn(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Latency = Fixed(5) });
        await using var app = await FanOutHost.StartAsync(api, folder, sessions);
        var id = await app.StartFanOutAsync(new { ids = "1-600", batchSize = 100, maxConcurrency = 4 });
        await Eventually.GetAsync(() => ApiStats.RequestsAsync(api), requests => requests > 20);
        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync($"api/fanouts/{id}/pause")).StatusCode);
        await app.StatusAsync(id, "paused");
        Assert.Equal(HttpStatusCode.Conflict, (await app.PostAsync($"api/fanouts/{id}/pause")).StatusCode);

        // What was in flight comes to its end, and then nothing is asked for.
        await Eventually.GetAsync(async () => (await ApiStats.GetAsync(api)).GetProperty("inFlight").GetInt32(), inFlight => inFlight == 0);
        var asked = await ApiStats.RequestsAsync(api);
        Assert.True(asked < 600);
        await Eventually.GetAsync(
            () => app.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: $"{id}:")).ToListAsync().AsTask(),
            batches => batches.TrueForAll(b => b.IsCompleted || b.RuntimeStatus == OrchestrationRuntimeStatus.Suspended));
        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync($"api/fanouts/{id}/resume")).StatusCode);
        var report = await app.ReportAsync(id);
        Assert.Equal(600, report.GetProperty("fetched").GetInt32());
        Assert.Equal(600, await ApiStats.RequestsAsync(api));
        Assert.Equal(HttpStatusCode.Conflict, (await app.PostAsync($"api/fanouts/{id}/resume")).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancel_RunningFanOut_StopsItsBatchesToo(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Latency = Fixed(5) });
        await using var app = await FanOutHost.StartAsync(api, folder, sessions);
        var id = await app.StartFanOutAsync(new { ids = "1-800", batchSize = 50, maxConcurrency = 4 });
        await Eventually.GetAsync(() => app.GetAsync($"api/fanouts/{id}"), view => view.GetProperty("batchesDone").GetInt32() > 0);
        Assert.Equal(HttpStatusCode.Conflict, await app.StatusCodeAsync(HttpMethod.Delete, $"api/fanouts/{id}"));
        Assert.Equal(HttpStatusCode.Conflict, await app.StatusCodeAsync(HttpMethod.Get, $"api/fanouts/{id}/report"));
        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync($"api/fanouts/{id}/cancel")).StatusCode);
        await app.StatusAsync(id, "canceled");
        await Eventually.GetAsync(
            () => app.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: $"{id}:")).ToListAsync().AsTask(),
            batches => batches.TrueForAll(b => b.IsCompleted));
        Assert.True(await ApiStats.RequestsAsync(api) < 800);
        Assert.Equal(HttpStatusCode.Conflict, (await app.PostAsync($"api/fanouts/{id}/cancel")).StatusCode);

        // What was saved stays, until it is deleted.
        var saved = await app.GetAsync($"api/fanouts/{id}/characters");
        Assert.True(saved.GetArrayLength() >= 50);
        Assert.Equal(HttpStatusCode.NoContent, await app.StatusCodeAsync(HttpMethod.Delete, $"api/fanouts/{id}"));
        Assert.Equal(HttpStatusCode.NotFound, await app.StatusCodeAsync(HttpMethod.Get, $"api/fanouts/{id}"));
        Assert.Empty(await app.Client.GetAllInstancesAsync().ToListAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancel_BatchUnderWay_KeepsWhatItFetched(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Latency = Fixed(10) });
        await using var app = await FanOutHost.StartAsync(api, folder, sessions);
        var id = await app.StartFanOutAsync(new { ids = "1-99", maxConcurrency = 4 });
        await FetchedAsync(app, id, atLeast: 10);

        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync($"api/fanouts/{id}/cancel")).StatusCode);

        await AssertKeptAsync(app, id, atLeast: 10);
        Assert.InRange(await ApiStats.RequestsAsync(api), 10, 98);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancel_Paused_KeepsWhatItFetched(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Latency = Fixed(10) });
        await using var app = await FanOutHost.StartAsync(api, folder, sessions);
        var id = await app.StartFanOutAsync(new { ids = "1-400", batchSize = 100, maxConcurrency = 4 });
        await FetchedAsync(app, id, atLeast: 10);
        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync($"api/fanouts/{id}/pause")).StatusCode);
        await app.StatusAsync(id, "paused");

        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync($"api/fanouts/{id}/cancel")).StatusCode);

        await AssertKeptAsync(app, id, atLeast: 10);
        Assert.InRange(await ApiStats.RequestsAsync(api), 10, 399);
    }

    [Fact]
    public async Task Cancel_NothingLeftButInFlight_IsCompletedInStatusAndReport()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Latency = Fixed(1000) });
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-4", maxConcurrency = 4 });
        await Eventually.GetAsync(async () => (await ApiStats.GetAsync(api)).GetProperty("inFlight").GetInt32(), inFlight => inFlight == 4);

        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync($"api/fanouts/{id}/cancel")).StatusCode);

        await app.StatusAsync(id, "completed", "canceled");
        Assert.Equal("completed", (await app.GetAsync($"api/fanouts/{id}")).GetProperty("status").GetString());
        Assert.Equal("completed", (await app.GetAsync($"api/fanouts/{id}/report")).GetProperty("result").GetString());
    }

    [Fact]
    public async Task Cancel_ThrottledForHours_EndsAtOnceAndKeepsWhatItFetched()
    {
        using var folder = new TestFolder();
        Assert.True(ThrottleRate.TryParse("20/d", out var rate, out _));
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Throttle = rate, RetryAfterSeconds = 12 * 3600 });
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-99", maxConcurrency = 4 });
        await Eventually.GetAsync(() => app.GetAsync($"api/fanouts/{id}"), view => view.GetProperty("throttledUntil").ValueKind == JsonValueKind.String);

        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync($"api/fanouts/{id}/cancel")).StatusCode);

        Assert.Equal(20, await AssertKeptAsync(app, id, atLeast: 20));
    }

    [Fact]
    public async Task Wake_ThrottledForHours_GoesOnWhenTheUpstreamAnswers()
    {
        using var folder = new TestFolder();
        Assert.True(ThrottleRate.TryParse("20/d", out var rate, out _));
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Throttle = rate, RetryAfterSeconds = 12 * 3600 });
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-99", maxConcurrency = 4 });
        await Eventually.GetAsync(() => app.GetAsync($"api/fanouts/{id}"), view => view.GetProperty("waiting").ValueKind == JsonValueKind.Object);

        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync($"api/fanouts/{id}/wake")).StatusCode);
        Assert.Equal("throttled", (await app.GetAsync($"api/fanouts/{id}")).GetProperty("waiting").GetProperty("reason").GetString());
        await ApiStats.FaultsAsync(api, new { throttle = (string?)null });
        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync($"api/fanouts/{id}/wake")).StatusCode);

        Assert.Equal(99, (await app.ReportAsync(id)).GetProperty("fetched").GetInt32());
        Assert.Equal(HttpStatusCode.Conflict, (await app.PostAsync($"api/fanouts/{id}/wake")).StatusCode);
    }

    [Fact]
    public async Task Wake_NotWaiting_IsRefused()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Hang = 1 });
        await using var app = await FanOutHost.StartAsync(api, folder, settings: [new("CharacterApi:AttemptTimeout", "00:05:00"), new("CharacterApi:TotalTimeout", "00:10:00")]);
        var id = await app.StartFanOutAsync(new { ids = "1-9" });
        await Eventually.GetAsync(async () => (await ApiStats.GetAsync(api)).GetProperty("inFlight").GetInt32(), inFlight => inFlight > 0);

        using var answer = await app.PostAsync($"api/fanouts/{id}/wake");

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((HttpStatusCode.Conflict, "Only a fan-out that waits for its upstream can be woken."), (answer.StatusCode, problem.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Cancel_Twice_DoesNotWaitForWhatIsInFlight()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Hang = 1 });
        await using var app = await FanOutHost.StartAsync(api, folder, settings: [new("CharacterApi:AttemptTimeout", "00:05:00"), new("CharacterApi:TotalTimeout", "00:10:00")]);
        var id = await app.StartFanOutAsync(new { ids = "1-99", maxConcurrency = 4 });
        await Eventually.GetAsync(async () => (await ApiStats.GetAsync(api)).GetProperty("inFlight").GetInt32(), inFlight => inFlight == 4);

        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync($"api/fanouts/{id}/cancel")).StatusCode);
        await Eventually.GetAsync(() => app.GetAsync($"api/fanouts/{id}"), view => view.GetProperty("canceling").GetBoolean());
        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync($"api/fanouts/{id}/cancel")).StatusCode);

        var view = await app.StatusAsync(id, "canceled");
        Assert.Equal((0, false), (view.GetProperty("fetched").GetInt32(), view.GetProperty("canceling").GetBoolean()));
        Assert.Equal(HttpStatusCode.Conflict, await app.StatusCodeAsync(HttpMethod.Get, $"api/fanouts/{id}/report"));
        Assert.Equal(id, Assert.Single((await app.GetAsync("api/fanouts?status=canceled")).GetProperty("fanOuts").EnumerateArray()).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/report")]
    [InlineData("GET", "/characters")]
    [InlineData("GET", "/failures")]
    [InlineData("POST", "/pause")]
    [InlineData("POST", "/resume")]
    [InlineData("POST", "/cancel")]
    [InlineData("POST", "/retry")]
    [InlineData("POST", "/wake")]
    [InlineData("DELETE", "")]
    public async Task Any_UnknownFanOut_Is404(string method, string path)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        Assert.Equal(HttpStatusCode.NotFound, await app.StatusCodeAsync(new HttpMethod(method), $"api/fanouts/nobody{path}"));
    }

    private static Task<JsonElement> FetchedAsync(FanOutHost app, string id, int atLeast) =>
        Eventually.GetAsync(() => app.GetAsync($"api/fanouts/{id}"), view => view.GetProperty("fetched").GetInt32() >= atLeast);

    // Status, report and what was saved tell the same, and nothing that was fetched is missing.
    private static async Task<int> AssertKeptAsync(FanOutHost app, string id, int atLeast)
    {
        var view = await app.StatusAsync(id, "canceled");
        var fetched = view.GetProperty("fetched").GetInt32();
        var report = await app.GetAsync($"api/fanouts/{id}/report");
        Assert.True(fetched >= atLeast, $"{fetched} are kept.");
        Assert.Equal(("canceled", fetched), (report.GetProperty("result").GetString(), report.GetProperty("fetched").GetInt32()));
        Assert.Equal(fetched, (await app.GetAsync($"api/fanouts/{id}/characters")).GetArrayLength());
        Assert.Equal(id, Assert.Single((await app.GetAsync("api/fanouts?status=canceled")).GetProperty("fanOuts").EnumerateArray()).GetProperty("id").GetString());
        Assert.Empty((await app.GetAsync("api/fanouts?status=completed")).GetProperty("fanOuts").EnumerateArray());
        return fetched;
    }

    private static Latency Fixed(int milliseconds) =>
        Latency.TryParse($"fixed:{milliseconds}ms", out var latency, out var error) ? latency : throw new ArgumentException(error);
}
