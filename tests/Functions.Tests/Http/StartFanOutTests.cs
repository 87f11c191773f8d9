using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Functions.Tests.Http;

public sealed class StartFanOutTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_Ids_RunsToAReport(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder, sessions);
        using var answer = await app.PostAsync("api/fanouts", new { ids = "1-99", batchSize = 20 });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var id = body.GetProperty("id").GetString()!;
        Assert.Equal($"/api/fanouts/{id}", answer.Headers.Location!.ToString());
        Assert.Contains(id, body.GetProperty("management").GetProperty("statusQueryGetUri").GetString(), StringComparison.Ordinal);
        var report = await app.ReportAsync(id);
        Assert.Equal((99, 0), (report.GetProperty("fetched").GetInt32(), report.GetProperty("failed").GetInt32()));
        var view = await app.GetAsync(body.GetProperty("links").GetProperty("self").GetString()!);
        Assert.Equal(99, view.GetProperty("fetched").GetInt32());
        Assert.Equal(5, view.GetProperty("batchesDone").GetInt32());
        Assert.Equal("1-99", view.GetProperty("request").GetProperty("ids").GetString());
    }

    [Fact]
    public async Task Post_All_FetchesAsManyAsTheUpstreamHas()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 42 });
        await using var app = await FanOutHost.StartAsync(api, folder);

        var id = await app.StartFanOutAsync(new { ids = "all", id = "everyone" });
        var report = await app.ReportAsync(id);
        Assert.Equal(("1-42", 42), (report.GetProperty("ids").GetString(), report.GetProperty("fetched").GetInt32()));

        // The same request again is the same fan-out.
        Assert.Equal(id, await app.StartFanOutAsync(new { ids = "all", id = "everyone" }));
    }

    [Theory]
    [InlineData("2", HttpStatusCode.BadRequest, "has 42 characters; at most 2 are allowed (FanOut:MaxIds).")]
    [InlineData("1000", HttpStatusCode.ServiceUnavailable, "How many characters there are is not known: ")]
    public async Task Post_AllOfTooManyOrOfNobodyKnowsHowMany_IsRefusedAndStartsNothing(string maxIds, HttpStatusCode status, string why)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 42, Fail = maxIds == "2" ? 0 : 1 });
        await using var app = await FanOutHost.StartAsync(api, folder, settings: [new("FanOut:MaxIds", maxIds)]);

        using var answer = await app.PostAsync("api/fanouts", new { ids = "all" });

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(why, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty((await app.GetAsync("api/fanouts")).GetProperty("fanOuts").EnumerateArray());
    }

    [Fact]
    public async Task Post_BadFields_IsAProblemThatNamesEach()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        using var answer = await app.PostAsync("api/fanouts", new { ids = "9-1", batchSize = 0, notifyUri = "https://example.com" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        Assert.Equal("\"9-1\" is reversed: write 1-9.", errors.GetProperty("ids")[0].GetString());
        Assert.Contains("1 to 1000", errors.GetProperty("batchSize")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("FanOut:NotifyKey", errors.GetProperty("notifyUri")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"ids\":\"1\",\"ids\":\"2\"}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("ids=1", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    public async Task Post_NotJson_IsRefused(string body, string mediaType, HttpStatusCode expected)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        using var content = new StringContent(body, Encoding.UTF8, mediaType);
        using var answer = await app.Http.PostAsync("api/fanouts", content);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Post_OverAMegabyte_Is413()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        using var answer = await app.PostAsync("api/fanouts", new { ids = new string('1', 1 << 20) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Post_SameKey_RunsOnceAndRefusesAnotherBody()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.PostAsync("api/fanouts", new { ids = "1-30" }, "k1")));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Accepted, a.StatusCode));
        var ids = await Task.WhenAll(answers.Select(async a => (await a.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!));
        var id = Assert.Single(ids.Distinct());
        await app.ReportAsync(id);

        // Another way to write the same ids is the same request, also once it is over; other ids are not.
        using var again = await app.PostAsync("api/fanouts", new { ids = new[] { new { from = 1, to = 30 } } }, "k1");
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        using var other = await app.PostAsync("api/fanouts", new { ids = "1-31" }, "k1");
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.Equal(30, await ApiStats.RequestsAsync(api));
        Array.ForEach(answers, a => a.Dispose());
    }

    [Fact]
    public async Task Post_ChosenId_IsTaken()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        Assert.Equal("mine", await app.StartFanOutAsync(new { ids = "1", id = "mine" }));
        using var other = await app.PostAsync("api/fanouts", new { ids = "2", id = "mine" });
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        using var both = await app.PostAsync("api/fanouts", new { ids = "2", id = "yours" }, "k");
        Assert.Equal(HttpStatusCode.BadRequest, both.StatusCode);
    }
}
