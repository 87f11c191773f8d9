using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Functions.Tests.Http;

public sealed class NegotiationTests
{
    [Fact]
    public async Task Report_AskedForAgain_Is304UntilItIsAnother()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-9" });
        await app.ReportAsync(id);

        using var first = await app.Http.GetAsync($"api/fanouts/{id}/report");
        var tag = first.Headers.ETag!;
        using var same = await SendAsync(app, $"api/fanouts/{id}/report", ("If-None-Match", tag.ToString()));
        using var other = await SendAsync(app, $"api/fanouts/{id}/report", ("If-None-Match", "\"other\""));

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (same.StatusCode, other.StatusCode));
        Assert.Equal("", await same.Content.ReadAsStringAsync());
        Assert.Equal(tag, other.Headers.ETag);
        Assert.True(first.Headers.CacheControl!.Private);
    }

    [Theory]
    [InlineData("text/csv", "", "text/csv")]
    [InlineData("application/x-ndjson", "", "application/x-ndjson")]
    [InlineData("text/html, */*;q=0.1", "", "application/json")]
    [InlineData("application/json;q=0.2, text/*", "", "text/csv")]
    [InlineData("application/json;q=0, */*", "", "application/x-ndjson")]
    [InlineData("text/csv", "?format=ndjson", "application/x-ndjson")]
    [InlineData("nonsense", "", "application/json")]
    [InlineData("image/png", "", null)]
    public async Task Export_Accept_DecidesWhereFormatDoesNot(string accept, string query, string? expected)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-3" });
        await app.ReportAsync(id);
        foreach (var what in new[] { "characters", "failures" })
        {
            using var answer = await SendAsync(app, $"api/fanouts/{id}/{what}{query}", ("Accept", accept));

            Assert.Equal(expected is null ? HttpStatusCode.NotAcceptable : HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(expected ?? "application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        }
    }

    [Theory]
    [InlineData("""{"ids":"\ud800"}""")]
    [InlineData("""{"ids":"1","\udc00":1}""")]
    [InlineData("""{"ids":[[[[[[[[[1]]]]]]]]]}""")]
    public async Task Start_BodyThatCannotBeText_Is400(string body)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await app.Http.PostAsync("api/fanouts", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task List_InstanceStartedWithNoRequest_CostsTheOthersNothing()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        using var odd = await app.PostAsync("runtime/webhooks/durabletask/orchestrators/FanOutOrchestrator/odd", new { request = (object?)null });
        var id = await app.StartFanOutAsync(new { ids = "1" });
        await app.ReportAsync(id);

        var list = await app.GetAsync("api/fanouts");

        Assert.Equal([id, "odd"], list.GetProperty("fanOuts").EnumerateArray().Select(f => f.GetProperty("id").GetString()));
        using var taken = await app.PostAsync("api/fanouts", new { ids = "1", id = "odd" });
        Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        Assert.Equal("failed", (await app.StatusAsync("odd", "failed")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task WrongState_Problem_HasItsNumberAndTheState()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1" });
        await app.ReportAsync(id);

        using var answer = await app.PostAsync($"api/fanouts/{id}/pause");

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((409, "completed"), (problem.GetProperty("status").GetInt32(), problem.GetProperty("state").GetString()));
    }

    private static async Task<HttpResponseMessage> SendAsync(FanOutHost app, string path, (string Name, string Value) header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return await app.Http.SendAsync(request);
    }
}
