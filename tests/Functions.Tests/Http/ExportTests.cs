using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.Faults;
using Parquet;

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
    public async Task Exports_AsParquet_HaveTheColumnsOfCsvWithIdsAsNumbers()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 30 });
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-32", batchSize = 7 });
        await app.ReportAsync(id);

        var csv = (await app.Http.GetStringAsync($"api/fanouts/{id}/characters?format=csv&fields=id,name,episode")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var some = await ReadAsync("characters?format=parquet&fields=id,name,episode");
        Assert.Equal(csv, some);
        var all = await ReadAsync("characters?format=parquet");
        Assert.Equal((30, "id,name,status,species,type,gender,origin,originUrl,location,locationUrl,image,episodes,url,created"), (all.Count - 1, all[0]));
        var failures = await ReadAsync("failures?format=parquet");
        Assert.Equal(["id,kind,message,attempts", "31,notFound", "32,notFound"], failures.Select((line, i) => i == 0 ? line : string.Join(',', line.Split(',').Take(2))));
        var none = await ReadAsync("characters?format=parquet&ids=31");
        Assert.Single(none);

        async Task<List<string>> ReadAsync(string path)
        {
            using var answer = await app.Http.GetAsync($"api/fanouts/{id}/{path}", TestContext.Current.CancellationToken);
            Assert.Equal("application/vnd.apache.parquet", answer.Content.Headers.ContentType?.MediaType);
            await using var reader = await ParquetReader.CreateAsync(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            var fields = reader.Schema.GetDataFields();
            var lines = new List<string> { string.Join(',', fields.Select(field => field.Name)) };
            foreach (var group in reader.RowGroups)
            {
                var columns = new List<string[]>();
                foreach (var field in fields)
                {
                    var (texts, numbers) = (new string[group.RowCount], new int[group.RowCount]);
                    await (field.ClrType == typeof(int) ? group.ReadAsync<int>(field, numbers) : group.ReadAsync(field, texts));
                    columns.Add(field.ClrType == typeof(int) ? Array.ConvertAll(numbers, number => $"{number}") : texts);
                    Assert.Equal(field.Name is "id" or "attempts", field.ClrType == typeof(int));
                }

                lines.AddRange(Enumerable.Range(0, (int)group.RowCount).Select(row => string.Join(',', columns.Select(column => column[row]))));
            }

            return lines;
        }
    }

    [Fact]
    public async Task Characters_IdsAndFields_AreOnlyThoseInEachFormat()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-120", batchSize = 7 });
        await app.ReportAsync(id);
        var all = (await app.GetAsync($"api/fanouts/{id}/characters")).EnumerateArray().ToDictionary(c => c.GetProperty("id").GetInt32());

        Task<string> ExportAsync(string query) => app.Http.GetStringAsync($"api/fanouts/{id}/characters?{query}", TestContext.Current.CancellationToken);

        var some = await app.GetAsync($"api/fanouts/{id}/characters?ids=100-999,9,3-5");
        Assert.Equal([3, 4, 5, 9, .. Enumerable.Range(100, 21)], some.EnumerateArray().Select(c => c.GetProperty("id").GetInt32()));
        Assert.All(some.EnumerateArray(), c => Assert.Equal(all[c.GetProperty("id").GetInt32()].GetRawText(), c.GetRawText()));
        Assert.Equal($"{all[9].GetRawText()}\n", await ExportAsync("ids=9&format=ndjson"));
        Assert.Equal("", await ExportAsync("ids=121&format=ndjson"));
        Assert.Equal(2, (await ExportAsync("ids=9&format=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);

        var (name, place) = (all[9].GetProperty("name").GetRawText(), all[9].GetProperty("location").GetProperty("name").GetRawText());
        Assert.Equal($$"""{"id":9,"location":{"name":{{place}}},"name":{{name}}}""" + "\n", await ExportAsync("ids=9&fields=id,location.name,name,id&format=ndjson"));
        Assert.Equal(120, JsonDocument.Parse(await ExportAsync("fields=id")).RootElement.EnumerateArray().Count(c => c.EnumerateObject().Count() == 1));
        var lines = (await ExportAsync("ids=8-9&fields=id,location.name,episode&format=csv")).Split("\r\n");
        var episodes = string.Join(' ', all[9].GetProperty("episode").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal(("id,location.name,episode", 4), (lines[0], lines.Length));
        Assert.Equal($"9,{all[9].GetProperty("location").GetProperty("name").GetString()},{episodes}", lines[2].Replace("\"", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ids=9-1", "ids", "9-1")]
    [InlineData("ids=one", "ids", "one")]
    [InlineData("fields=id,nmae", "fields", "Did you mean \"name\"?")]
    [InlineData("fields=location.planet", "fields", "location.planet")]
    [InlineData("fields=Name", "fields", "Did you mean \"name\"?")]
    public async Task Characters_IdsOrFieldsThatCannotBe_AreRefusedByName(string query, string field, string error)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);

        using var answer = await app.Http.GetAsync($"api/fanouts/x/characters?{query}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Contains(error, problem.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
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
