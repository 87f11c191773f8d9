using System.Net;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.Faults;

namespace CharacterFanOut.Functions.Tests.Http;

public sealed class ExportTests
{
    [Fact]
    public async Task Characters_EachFormat_IsCompleteAndInIdOrder()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-120", batchSize = 7, maxConcurrency = 9 });
        await app.ReportAsync(id);
        var json = await app.GetAsync($"api/fanouts/{id}/characters");
        Assert.Equal(Enumerable.Range(1, 120), json.EnumerateArray().Select(c => c.GetProperty("id").GetInt32()));
        var lines = (await app.Http.GetStringAsync($"api/fanouts/{id}/characters?format=ndjson")).Split('\n');
        Assert.Equal((121, ""), (lines.Length, lines[^1]));

        // What is exported is the upstream's JSON, field for field.
        using var http = new HttpClient();
        Assert.Equal(await http.GetStringAsync(new Uri(api.BaseAddress, "character/42")), lines[41]);
        var csv = (await app.Http.GetStringAsync($"api/fanouts/{id}/characters?format=CSV")).Split("\r\n");
        Assert.Equal((122, "id,name,status,species,type,gender,origin,originUrl,location,locationUrl,image,episodes,url,created"), (csv.Length, csv[0]));
        Assert.StartsWith("42,", csv[42], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, await app.StatusCodeAsync(HttpMethod.Get, $"api/fanouts/{id}/characters?format=xml"));
    }

    [Fact]
    public async Task Characters_WhileItRuns_AreTheBatchesStoredSoFar()
    {
        using var folder = new TestFolder();
        Assert.True(Latency.TryParse("fixed:5ms", out var latency, out _));
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Latency = latency });
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-800", batchSize = 20, maxConcurrency = 2 });
        var some = await Eventually.GetAsync(() => app.GetAsync($"api/fanouts/{id}/characters"), json => json.GetArrayLength() > 0);
        var ids = some.EnumerateArray().Select(c => c.GetProperty("id").GetInt32()).ToList();
        Assert.Equal(0, ids.Count % 20);
        Assert.Equal(ids.Order(), ids);
        Assert.True(ids.Count < 800);
        await app.PostAsync($"api/fanouts/{id}/cancel");
    }

    [Fact]
    public async Task Failures_MoreThanTheReportLists_AreAllThere()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 1 });
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-1300", batchSize = 500, maxConcurrency = 100 });
        var report = await app.ReportAsync(id);
        Assert.Equal((1299, 1000, 299), (report.GetProperty("failed").GetInt32(), report.GetProperty("failures").GetArrayLength(), report.GetProperty("failuresNotListed").GetInt32()));
        var json = await app.GetAsync($"api/fanouts/{id}/failures");
        Assert.Equal(Enumerable.Range(2, 1299), json.EnumerateArray().Select(f => f.GetProperty("id").GetInt32()));
        var csv = (await app.Http.GetStringAsync($"api/fanouts/{id}/failures?format=csv")).Split("\r\n");
        Assert.Equal((1301, "id,kind,message,attempts"), (csv.Length, csv[0]));
        Assert.StartsWith("2,notFound,", csv[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Characters_NotSaved_Is404AndTheReportIsThere()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-9", saveCharacters = false });
        Assert.Equal(9, (await app.ReportAsync(id)).GetProperty("fetched").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, await app.StatusCodeAsync(HttpMethod.Get, $"api/fanouts/{id}/characters"));
    }
}
