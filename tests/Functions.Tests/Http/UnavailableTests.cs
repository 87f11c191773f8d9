using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.Functions.Reports;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.Faults;
using DurableTask.Sqlite;
using DurableTask.Sqlite.Storage;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CharacterFanOut.Functions.Tests.Http;

/// <summary>A report store that is away, a disk that is full.</summary>
public sealed class UnavailableTests
{
    [Theory]
    [InlineData(false, "The store is away.")]
    [InlineData(true, "The report store does not answer within 1 s.")]
    public async Task StatusAndList_StoreAway_AnswerWithoutItAndSaySo(bool hangs, string problem)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        var state = new StoreState();
        await using var app = await FanOutHost.StartAsync(api, folder, configure: builder => UseStore(builder, state));
        var id = await app.StartFanOutAsync(new { ids = "1-20" });
        await app.ReportAsync(id);

        (state.IsAway, state.Hangs) = (true, hangs);

        var status = await app.GetAsync($"api/fanouts/{id}");
        Assert.Equal(("completed", 20, problem), (Text(status, "status"), status.GetProperty("fetched").GetInt32(), Text(status, "problem")));
        var list = await app.GetAsync("api/fanouts");
        Assert.Equal(problem, Text(Assert.Single(list.GetProperty("fanOuts").EnumerateArray()), "problem"));

        // Known to be away, it is not asked each time.
        Assert.Equal(1, state.Lists);
    }

    [Fact]
    public async Task Results_StoreAway_Are503WithItsOwnSentenceUntilItIsBack()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        var state = new StoreState();
        await using var app = await FanOutHost.StartAsync(api, folder, configure: builder => UseStore(builder, state));
        var id = await app.StartFanOutAsync(new { ids = "1-20" });
        await app.ReportAsync(id);

        state.IsAway = true;

        foreach (var path in (string[])["report", "characters", "characters?format=csv", "failures", $"changes?since={id}"])
        {
            using var answer = await app.Http.GetAsync($"api/fanouts/{id}/{path}", TestContext.Current.CancellationToken);
            Assert.Equal((path, HttpStatusCode.ServiceUnavailable, "application/problem+json"), (path, answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.Equal("The store is away.", Text(await answer.Content.ReadFromJsonAsync<JsonElement>(), "detail"));
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        using (var sick = await app.Http.GetAsync("api/health", TestContext.Current.CancellationToken))
        {
            var health = await sick.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy", "The store is away."), (sick.StatusCode, Text(health, "status"), Text(health.GetProperty("store"), "error")));
        }

        state.IsAway = false;
        Assert.Equal("healthy", Text(await app.GetAsync("api/health"), "status"));
        await app.GetAsync($"api/fanouts/{id}/report");
    }

    [Fact]
    public async Task Run_StoreAwayForAWhile_SaysSoAndGoesOnByItself()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        var state = new StoreState { IsAway = true };
        await using var app = await FanOutHost.StartAsync(api, folder, configure: builder => UseStore(builder, state));
        var id = await app.StartFanOutAsync(new { ids = "1-20" });
        var stuck = await Eventually.GetAsync(() => app.GetAsync($"api/fanouts/{id}"), view => Text(view, "problem") is not null);
        Assert.Equal(("running", "The store is away."), (Text(stuck, "status"), Text(stuck, "problem")));

        state.IsAway = false;

        Assert.Equal(20, (await app.ReportAsync(id)).GetProperty("fetched").GetInt32());
        Assert.Null(Text(await app.GetAsync($"api/fanouts/{id}"), "problem"));
    }

    [Fact]
    public async Task Run_DiskFullForAWhile_SaysSoAndGoesOnByItself()
    {
        using var folder = new TestFolder();
        Assert.True(Latency.TryParse("fixed:5ms", out var latency, out _));
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Latency = latency });
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-800" });
        await Eventually.GetAsync(() => app.GetAsync($"api/fanouts/{id}"), view => view.GetProperty("fetched").GetInt32() > 0);

        // What the disk has room for is what the file has now.
        var hub = ((SqliteOrchestrationService)app.TaskHub.Service).OpenHub!;
        await hub.CommitAsync((writer, _) => writer.Run("PRAGMA max_page_count = 1"));

        var stuck = await Eventually.GetAsync(() => app.GetAsync($"api/fanouts/{id}"), view => Text(view, "problem") is not null);
        Assert.Equal("running", Text(stuck, "status"));
        Assert.Contains("the disk is full", Text(stuck, "problem"), StringComparison.Ordinal);
        using (var sick = await app.Http.GetAsync("api/health", TestContext.Current.CancellationToken))
        {
            var health = await sick.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy"), (sick.StatusCode, Text(health, "status")));
            Assert.Contains("the disk is full", Text(health.GetProperty("taskHub"), "error"), StringComparison.Ordinal);
        }

        using (var refused = await app.PostAsync("api/fanouts", new { ids = string.Join(',', Enumerable.Range(1, 20_000).Select(i => i * 2)) }))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Contains("the disk is full", Text(await refused.Content.ReadFromJsonAsync<JsonElement>(), "detail"), StringComparison.Ordinal);
        }

        await hub.CommitAsync((writer, _) => writer.Run("PRAGMA max_page_count = 1000000"));

        Assert.Equal((800, 0), await FiguresAsync(app, id));
        await Eventually.GetAsync(() => app.StatusCodeAsync(HttpMethod.Get, "api/health"), status => status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Problem_FromACaller_IsNotBelieved()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/health") { Headers = { { "X-FunctionsHost-Problem", "all%20is%20lost" } } };
        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static async Task<(int Fetched, int Failed)> FiguresAsync(FanOutHost app, string id)
    {
        var report = await app.ReportAsync(id);
        return (report.GetProperty("fetched").GetInt32(), report.GetProperty("failed").GetInt32());
    }

    private static void UseStore(FunctionsApplicationBuilder builder, StoreState state)
    {
        var real = builder.Services.Single(service => service.ServiceType == typeof(IReportStore)).ImplementationFactory!;
        builder.Services.AddSingleton<IReportStore>(provider => new AwayStore((IReportStore)real(provider), state));
    }

    private sealed class StoreState
    {
        private int lists;

        public bool IsAway { get; set; }

        public bool Hangs { get; set; }

        public int Lists => lists;

        public void CountList() => Interlocked.Increment(ref lists);

        public async Task CheckAsync(CancellationToken cancellation)
        {
            if (IsAway && Hangs)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            }

            if (IsAway)
            {
                throw new ReportStoreException("The store is away.", new IOException());
            }
        }
    }

    private sealed class AwayStore(IReportStore store, StoreState state) : IReportStore
    {
        public string Locate(string fanOutId, string prefix) => store.Locate(fanOutId, prefix);

        public async Task WriteAsync(string fanOutId, string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
        {
            await state.CheckAsync(cancellation);
            await store.WriteAsync(fanOutId, name, content, cancellation);
        }

        public async Task<Stream?> OpenAsync(string fanOutId, string name, CancellationToken cancellation)
        {
            await state.CheckAsync(cancellation);
            return await store.OpenAsync(fanOutId, name, cancellation);
        }

        public async IAsyncEnumerable<string> ListAsync(string fanOutId, string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            if (state.IsAway)
            {
                state.CountList();
            }

            await state.CheckAsync(cancellation);
            await foreach (var name in store.ListAsync(fanOutId, prefix, cancellation))
            {
                yield return name;
            }
        }

        public async Task DeleteAsync(string fanOutId, CancellationToken cancellation)
        {
            await state.CheckAsync(cancellation);
            await store.DeleteAsync(fanOutId, cancellation);
        }

        public async Task CheckAsync(CancellationToken cancellation)
        {
            await state.CheckAsync(cancellation);
            await store.CheckAsync(cancellation);
        }
    }
}
