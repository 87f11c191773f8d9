using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CharacterFanOut.EndToEnd.BlackBox;

[Trait("suite", "blackbox")]
[Collection(BlackBoxCollection.Name)]
public sealed class RequestTests(BlackBoxHost host)
{
    [Theory]
    [InlineData("""{"ids":"5-1"}""", "ids")]
    [InlineData("""{"ids":"0"}""", "ids")]
    [InlineData("""{"ids":"1-9","batchSize":0}""", "batchSize")]
    [InlineData("""{"ids":"1-9","maxConcurrency":501}""", "maxConcurrency")]
    [InlineData("""{"ids":"1-9","onFailure":"panic"}""", "onFailure")]
    [InlineData("""{"ids":"1-9","notifyUri":"http://example.com/"}""", "notifyUri")]
    [InlineData("""{"ids":"1-9","notifyUri":"https://127.0.0.1/"}""", "notifyUri")]
    [InlineData("""{}""", "ids")]
    public async Task Start_BadField_IsNamedInAProblem(string body, string field)
    {
        using var answer = await host.SendAsync(HttpMethod.Post, "api/fanouts", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Fact]
    public async Task Start_BodyThatIsNotJson_Is400Or415()
    {
        using var text = await host.SendAsync(HttpMethod.Post, "api/fanouts", new StringContent("ids=1", Encoding.UTF8, "text/plain"));
        using var broken = await host.SendAsync(HttpMethod.Post, "api/fanouts", new StringContent("{\"ids\":", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, text.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
    }

    [Fact]
    public async Task Start_BodyOverOneMegabyte_Is413()
    {
        var body = "{\"ids\":\"" + string.Join(',', Enumerable.Range(1, 200_000)) + "\"}";

        using var answer = await host.SendAsync(HttpMethod.Post, "api/fanouts", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Start_SameIdempotencyKey_StartsOnceAndConflictsOnAnotherBody()
    {
        await host.UpstreamAsync(new { });
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        using var first = await host.PostAsync("api/fanouts", new { ids = "1-3" }, key);
        using var same = await host.PostAsync("api/fanouts", new { ids = "1-3" }, key);
        using var other = await host.PostAsync("api/fanouts", new { ids = "1-4" }, key);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.Conflict), (first.StatusCode, same.StatusCode, other.StatusCode));
        Assert.Equal(await IdAsync(first), await IdAsync(same));
    }

    [Fact]
    public async Task Start_Accepted_SaysWhereToLook()
    {
        await host.UpstreamAsync(new { });

        using var answer = await host.PostAsync("api/fanouts", new { ids = "1-3" });

        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.EndsWith($"/api/fanouts/{body.GetProperty("id").GetString()}", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.True(body.GetProperty("links").TryGetProperty("report", out _));
        Assert.True(body.GetProperty("management").TryGetProperty("statusQueryGetUri", out _), body.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/report")]
    [InlineData("/characters")]
    [InlineData("/failures")]
    public async Task Read_UnknownFanOut_Is404(string part)
    {
        using var answer = await host.GetAsync($"api/fanouts/nobody{part}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/report")]
    [InlineData("GET", "/batches")]
    [InlineData("GET", "/changes?since=%40other")]
    [InlineData("POST", "/cancel")]
    [InlineData("POST", "/pause")]
    [InlineData("POST", "/resume")]
    [InlineData("POST", "/retry")]
    [InlineData("DELETE", "")]
    public async Task AnyCall_IdOfAnEntity_Is404(string method, string part)
    {
        using var answer = await host.SendAsync(new HttpMethod(method), $"api/fanouts/%40counter%40one{part}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Report_WhileItRuns_Is409()
    {
        await host.UpstreamAsync(new { latency = "fixed:200ms" });
        var id = await host.StartAsync(new { ids = "1-500" });

        using var answer = await host.GetAsync($"api/fanouts/{id}/report");
        using var cancelled = await host.PostAsync($"api/fanouts/{id}/cancel");
        await host.UntilOverAsync(id);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Theory]
    [InlineData("json", "application/json")]
    [InlineData("ndjson", "application/x-ndjson")]
    [InlineData("csv", "text/csv")]
    public async Task Characters_InEachFormat_AreAllThere(string format, string mediaType)
    {
        await host.UpstreamAsync(new { });
        var id = await host.StartAsync(new { ids = "1-25" });
        await host.UntilOverAsync(id);

        using var answer = await host.GetAsync($"api/fanouts/{id}/characters?format={format}");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(mediaType, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(25, format switch
        {
            "json" => JsonSerializer.Deserialize<JsonElement>(text).GetArrayLength(),
            "csv" => text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1,
            _ => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length,
        });
    }

    [Fact]
    public async Task Key_Wrong_Is401WhereTheHostWantsOne()
    {
        // A local host without keys wants none, as with `func start`.
        var function = host.Key.Length > 0 ? HttpStatusCode.Unauthorized : HttpStatusCode.OK;
        var management = host.SystemKey.Length > 0 ? HttpStatusCode.Unauthorized : HttpStatusCode.OK;
        using var wrong = await host.SendAsync(HttpMethod.Get, "api/fanouts", key: "wrong");
        using var wrongManagement = await host.SendAsync(HttpMethod.Get, "runtime/webhooks/durabletask/instances", key: "wrong");

        Assert.Equal(function, wrong.StatusCode);
        Assert.Equal(management, wrongManagement.StatusCode);
    }

    [Theory]
    [InlineData("GET", "api/nothing", 404, "")]
    [InlineData("PATCH", "api/fanouts", 405, "DELETE, GET, HEAD, OPTIONS, POST")]
    [InlineData("OPTIONS", "api/fanouts/x", 204, "DELETE, GET, HEAD, OPTIONS")]
    [InlineData("HEAD", "api/fanouts", 200, "")]
    [InlineData("HEAD", "api/dashboard", 200, "")]
    public async Task Method_OfAPath_IsAnsweredAsHttpHasIt(string method, string path, int status, string allow)
    {
        using var answer = await host.SendAsync(new HttpMethod(method), path);

        Assert.Equal((status, allow), ((int)answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow)));
        Assert.Equal(status is 404 or 405, answer.Content.Headers.ContentType?.MediaType == "application/problem+json");
    }

    [Fact]
    public async Task Read_WhereTheCallerAcceptsIt_IsCompressed()
    {
        using var answer = await host.SendAsync(HttpMethod.Get, "api/dashboard", null, null, ("Accept-Encoding", "gzip"));

        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
    }

    [Fact]
    public async Task Open_HealthAndPage_WantNoKey()
    {
        using var health = await host.SendAsync(HttpMethod.Get, "api/health", key: "");
        using var page = await host.SendAsync(HttpMethod.Get, "api/dashboard", key: "");

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("default-src", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private static async Task<string> IdAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
}
