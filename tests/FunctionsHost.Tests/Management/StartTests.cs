using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace FunctionsHost.Tests.Management;

public sealed class StartTests(ManagementFixture fixture) : IClassFixture<ManagementFixture>
{
    private static readonly string[] Members =
    [
        "id", "purgeHistoryDeleteUri", "restartPostUri", "resumePostUri", "rewindPostUri", "sendEventPostUri", "statusQueryGetUri", "suspendPostUri", "terminatePostUri",
    ];

    [Fact]
    public async Task Start_WithId_AnswersAsDurableFunctions()
    {
        using var response = await fixture.PostAsync("orchestrators/EchoFlow/the%20one", """{"a":[1,null,"x"]}""");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("10", Assert.Single(response.Headers.GetValues("Retry-After")));
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(Members, body.EnumerateObject().Select(member => member.Name));
        Assert.Equal("the one", body.GetProperty("id").GetString());
        var instance = $"{fixture.BaseAddress}runtime/webhooks/durabletask/instances/the%20one";
        var hub = "taskHub=TestHubName&connection=Storage";
        Assert.Equal($"{instance}?{hub}", body.GetProperty("statusQueryGetUri").GetString());
        Assert.Equal($"{instance}?{hub}", response.Headers.Location!.OriginalString);
        Assert.Equal($"{instance}?{hub}", body.GetProperty("purgeHistoryDeleteUri").GetString());
        Assert.Equal($"{instance}/restart?{hub}", body.GetProperty("restartPostUri").GetString());
        Assert.Equal($"{instance}/raiseEvent/{{eventName}}?{hub}", body.GetProperty("sendEventPostUri").GetString());
        foreach (var call in (string[])["terminate", "suspend", "resume", "rewind"])
        {
            Assert.Equal($"{instance}/{call}?reason={{text}}&{hub}", body.GetProperty($"{call}PostUri").GetString());
        }

        await fixture.UntilOverAsync("the one");
        using var status = await fixture.Client.GetAsync(response.Headers.Location, TestContext.Current.CancellationToken);
        Assert.Equal("""{"a":[1,null,"x"]}""", (await status.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("output").GetRawText());
    }

    [Fact]
    public async Task Start_IdOfOneThatIsOver_StartsAnew()
    {
        using var first = await fixture.PostAsync("orchestrators/EchoFlow/again", "1");
        await fixture.UntilOverAsync("again");
        using var second = await fixture.PostAsync("orchestrators/EchoFlow/again", "2");
        Assert.Equal(HttpStatusCode.Accepted, second.StatusCode);
        await fixture.UntilAsync("again", "Completed");
        Assert.Equal(2, (await fixture.StatusAsync("again")).GetProperty("output").GetInt32());
    }

    [Fact]
    public async Task Start_IdOfOneThatRuns_Conflicts()
    {
        using var first = await fixture.PostAsync("orchestrators/WaitFlow/busy");
        await fixture.UntilAsync("busy", "Running");
        using var second = await fixture.PostAsync("orchestrators/WaitFlow/busy");
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal("""{"Message":"An Orchestration instance with the status Running already exists."}""", await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Start_UnknownOrchestrator_FailsLater()
    {
        using var response = await fixture.PostAsync("orchestrators/Nobody/lost");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await fixture.UntilAsync("lost", "Failed");
    }

    [Theory]
    [InlineData("{not json", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"a\":[\"\\ud800\"]}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("1", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task Start_BodyThatIsNotJson_IsRefusedWithoutATrace(string body, string type, HttpStatusCode expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await fixture.Client.PostAsync($"{ManagementFixture.Base}/orchestrators/EchoFlow", content, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.NotEmpty(problem.GetProperty("Message").GetString()!);
        Assert.False(problem.TryGetProperty("StackTrace", out _));
    }

    [Fact]
    public async Task Start_BodyOverTheLimit_IsTooLarge()
    {
        using var content = new StringContent(new string(' ', (10 * 1024 * 1024) + 1) + "1", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ManagementFixture.Base}/orchestrators/EchoFlow") { Content = content };

        // So that the server can refuse before the client has sent it all.
        request.Headers.ExpectContinue = true;
        using var response = await fixture.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Start_WithTimeout_GivesTheOutputItself()
    {
        using var response = await fixture.PostAsync("orchestrators/EchoFlow?timeout=30&pollingInterval=1", "[7]");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("[7]", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("?restartWithNewInstanceId=false", false)]
    public async Task Restart_FinishedInstance_RunsAgain(string query, bool newId)
    {
        var id = await fixture.StartAsync("EchoFlow", "\"x\"");
        using var response = await fixture.PostAsync($"instances/{id}/restart{query}");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var other = body.GetProperty("id").GetString()!;
        Assert.Equal(newId, other != id);
        await fixture.UntilAsync(other, "Completed");
        Assert.Equal("x", (await fixture.StatusAsync(other)).GetProperty("output").GetString());
    }

    [Fact]
    public async Task Restart_UnknownOrRunning_IsRefused()
    {
        using var unknown = await fixture.PostAsync("instances/none/restart");
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        var id = await fixture.StartAsync("WaitFlow", untilOver: false);
        using var running = await fixture.PostAsync($"instances/{id}/restart?restartWithNewInstanceId=false");
        Assert.Equal(HttpStatusCode.Conflict, running.StatusCode);
    }
}
