using System.Net;
using System.Text.Json;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Functions.Tests.Http;

/// <summary>Fan-outs over something else than characters: by a template, kept as it comes.</summary>
public sealed class AnyShapeTests
{
    [Fact]
    public async Task FanOut_OverATemplate_IsStoredExportedAndCountedAsItCame()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 50 });
        await using var app = await FanOutHost.StartAsync(
            api, folder, settings: [new("CharacterApi:BaseAddress", $"{api.BaseAddress}character/{{id}}?v=2"), new("CharacterApi:Shape", "any")]);
        var id = await app.StartFanOutAsync(new { ids = "1-52", batchSize = 7, breakdowns = new[] { "status", "origin.name", "no.such" } });

        var report = await app.ReportAsync(id);

        Assert.Equal((50, 2), (report.GetProperty("fetched").GetInt32(), report.GetProperty("failed").GetInt32()));
        Assert.StartsWith($"{api.BaseAddress}character/{{id}}?v=***#", report.GetProperty("upstream").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, report.GetProperty("byStatus").GetProperty("top").GetArrayLength());
        var breakdowns = report.GetProperty("breakdowns");
        Assert.Equal(["status", "origin.name", "no.such"], breakdowns.EnumerateObject().Select(field => field.Name));
        Assert.All(breakdowns.EnumerateObject(), field => Assert.Equal(
            50, field.Value.GetProperty("top").EnumerateArray().Sum(one => one.GetProperty("count").GetInt32()) + field.Value.GetProperty("other").GetInt32()));
        Assert.Equal("", Assert.Single(breakdowns.GetProperty("no.such").GetProperty("top").EnumerateArray()).GetProperty("name").GetString());

        using var http = new HttpClient();
        var wire = await http.GetStringAsync(new Uri(api.BaseAddress, "character/42"));
        var lines = (await ExportAsync("format=ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((50, wire), (lines.Length, lines[41]));
        Assert.Equal($"{wire}\n", await ExportAsync("format=ndjson&ids=42"));
        Assert.Equal(50, JsonDocument.Parse(await ExportAsync("format=json")).RootElement.GetArrayLength());
        Assert.Equal("""{"origin":{"name":""", (await ExportAsync("format=ndjson&ids=42&fields=origin.name,no.such"))[..18]);
        var csv = (await ExportAsync("format=csv&fields=id,origin.name,no.such")).Split("\r\n");
        Assert.Equal((52, "id,origin.name,no.such"), (csv.Length, csv[0]));
        Assert.StartsWith("42,", csv[42], StringComparison.Ordinal);
        Assert.EndsWith(",", csv[42], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, await app.StatusCodeAsync(HttpMethod.Get, $"api/fanouts/{id}/characters?format=csv"));
        Assert.Equal(HttpStatusCode.BadRequest, (await app.PostAsync("api/fanouts", new { ids = "all" })).StatusCode);

        Task<string> ExportAsync(string query) => app.Http.GetStringAsync($"api/fanouts/{id}/characters?{query}", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Characters_WithBreakdowns_AreCountedByThemToo()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 30 });
        await using var app = await FanOutHost.StartAsync(api, folder);

        var report = await app.ReportAsync(await app.StartFanOutAsync(new { ids = "1-30", batchSize = 9, breakdowns = new[] { "status" } }));

        Assert.Equal(report.GetProperty("byStatus").GetRawText(), report.GetProperty("breakdowns").GetProperty("status").GetRawText());
    }
}
