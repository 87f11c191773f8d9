using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace FunctionsHost.Tests.Management;

public sealed class StatusTests(ManagementFixture fixture) : IClassFixture<ManagementFixture>
{
    [Fact]
    public async Task Status_Completed_HasTheMembersInOrder()
    {
        var id = await fixture.StartAsync("EchoFlow", """{"x":1}""");
        using var response = await fixture.GetAsync($"instances/{id}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(response.Headers.Location);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(
            ["name", "instanceId", "runtimeStatus", "input", "customStatus", "output", "createdTime", "lastUpdatedTime"],
            body.EnumerateObject().Select(member => member.Name));
        Assert.Equal("EchoFlow", body.GetProperty("name").GetString());
        Assert.Equal("""{"x":1}""", body.GetProperty("input").GetRawText());
        Assert.Equal("echoing", body.GetProperty("customStatus").GetProperty("phase").GetString());
        Assert.Equal("""{"x":1}""", body.GetProperty("output").GetRawText());
        Assert.Matches("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$", body.GetProperty("createdTime").GetString()!);
        Assert.Equal(JsonValueKind.Null, (await fixture.StatusAsync(id, "?showInput=false")).GetProperty("input").ValueKind);
    }

    [Fact]
    public async Task Status_Running_Is202WithLocation()
    {
        var id = await fixture.StartAsync("WaitFlow", untilOver: false);
        using var response = await fixture.GetAsync($"instances/{id}?showInput=false");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("5", Assert.Single(response.Headers.GetValues("Retry-After")));
        Assert.Equal($"{fixture.BaseAddress}runtime/webhooks/durabletask/instances/{id}?showInput=false", response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Status_Failed_SaysWhyAnd500IfAsked()
    {
        var id = await fixture.StartAsync("ThrowFlow");
        using var response = await fixture.GetAsync($"instances/{id}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("Failed", body.GetProperty("runtimeStatus").GetString());
        Assert.Equal("Microsoft.DurableTask.TaskFailedException: Task 'Fail' (#0) failed with an unhandled exception: because", body.GetProperty("output").GetString());
        using var asked = await fixture.GetAsync($"instances/{id}?returnInternalServerErrorOnFailure=true");
        Assert.Equal(HttpStatusCode.InternalServerError, asked.StatusCode);
        Assert.Equal(id, (await asked.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("instanceId").GetString());
    }

    [Fact]
    public async Task Status_Unknown_Is404AndEmpty()
    {
        using var response = await fixture.GetAsync("instances/nobody");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("instances/x?showInput=perhaps", "showInput")]
    [InlineData("instances?runtimeStatus=Sleeping", "runtimeStatus")]
    [InlineData("instances?runtimeStatus=1", "runtimeStatus")]
    [InlineData("instances?createdTimeFrom=noon", "createdTimeFrom")]
    [InlineData("instances?top=-1", "top")]
    [InlineData("instances?top=many", "top")]
    public async Task Query_ParameterThatCannotBe_Is400NamingIt(string path, string parameter)
    {
        using var response = await fixture.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"'{parameter}'", (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "orchestrators/EchoFlow")]
    [InlineData("PUT", "instances/x")]
    [InlineData("POST", "instances/x/explode")]
    [InlineData("POST", "instances/x")]
    [InlineData("GET", "entities/x")]
    public async Task AnyOtherPathOrMethod_Is404(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{ManagementFixture.Base}/{path}");
        using var response = await fixture.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task History_IsFoldedAndShowsOutputsWhenAsked()
    {
        var id = await fixture.StartAsync("EchoFlow", "[1]");
        var plain = Events(await fixture.StatusAsync(id, "?showHistory=true"));
        Assert.Equal(["ExecutionStarted", "TaskCompleted", "ExecutionCompleted"], plain.Select(Type));
        Assert.Equal("EchoFlow", plain[0].GetProperty("FunctionName").GetString());
        Assert.Equal("[1]", plain[0].GetProperty("Input").GetString());
        Assert.Equal("Same", plain[1].GetProperty("FunctionName").GetString());
        Assert.Equal(JsonValueKind.Null, plain[1].GetProperty("Input").ValueKind);
        Assert.True(plain[1].GetProperty("ScheduledTime").GetDateTime() <= plain[1].GetProperty("Timestamp").GetDateTime());
        Assert.Equal("Completed", plain[2].GetProperty("OrchestrationStatus").GetString());
        Assert.All(plain, item => Assert.False(item.TryGetProperty("Result", out _)));

        var outputs = Events(await fixture.StatusAsync(id, "?showHistory=true&showHistoryOutput=true"));
        Assert.Equal("[1]", outputs[1].GetProperty("Result").GetRawText());
        Assert.Equal("[1]", outputs[2].GetProperty("Result").GetRawText());
        Assert.False((await fixture.StatusAsync(id)).TryGetProperty("historyEvents", out _));
        Assert.All(Events(await fixture.StatusAsync(id, "?showHistory=true&showInput=false")), item => Assert.False(item.TryGetProperty("Input", out _)));
    }

    [Fact]
    public async Task History_OfAFailure_HasItsReasonAndNoTraceUnlessAsked()
    {
        var id = await fixture.StartAsync("ThrowFlow");
        var failed = Events(await fixture.StatusAsync(id, "?showHistory=true")).Single(item => Type(item) == "TaskFailed");
        Assert.Equal("Fail", failed.GetProperty("FunctionName").GetString());
        Assert.Equal("Function 'Fail' failed with an unhandled exception.", failed.GetProperty("Reason").GetString());
        Assert.Equal("because", failed.GetProperty("FailureDetails").GetProperty("ErrorMessage").GetString());
        Assert.Equal("System.InvalidOperationException", failed.GetProperty("FailureDetails").GetProperty("ErrorType").GetString());
        Assert.Equal(JsonValueKind.Null, failed.GetProperty("Details").ValueKind);
        var asked = Events(await fixture.StatusAsync(id, "?showHistory=true&showStackTrace=true")).Single(item => Type(item) == "TaskFailed");
        Assert.Contains("FlowFunctions.Fail", asked.GetProperty("Details").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Child_HasAStatusOfItsOwn()
    {
        var id = await fixture.StartAsync("ParentFlow");
        var child = await fixture.StatusAsync($"{id}:child", "?showHistory=true");
        Assert.Equal("in/out", child.GetProperty("output").GetString());
        Assert.Equal(["ExecutionStarted", "TimerCreated", "TimerFired", "ExecutionCompleted"], Events(child).Select(Type));
        var parent = Events(await fixture.StatusAsync(id, "?showHistory=true&showHistoryOutput=true"));
        Assert.Equal(["ExecutionStarted", "SubOrchestrationInstanceCompleted", "ExecutionCompleted"], parent.Select(Type));
        Assert.Equal("Child", parent[1].GetProperty("FunctionName").GetString());
        Assert.Equal("in/out", parent[1].GetProperty("Result").GetString());
    }

    [Fact]
    public async Task List_PagesWithTheContinuationHeader()
    {
        for (var i = 0; i < 5; i++)
        {
            using var started = await fixture.PostAsync($"orchestrators/WaitFlow/page-{i}");
        }

        var seen = new List<string>();
        string? token = null;
        var pages = 0;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{ManagementFixture.Base}/instances?instanceIdPrefix=page-&top=2&runtimeStatus=Running,Pending");
            if (token is not null)
            {
                request.Headers.Add("x-ms-continuation-token", token);
            }

            using var response = await fixture.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var page = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            Assert.InRange(page.GetArrayLength(), 1, 2);
            seen.AddRange(page.EnumerateArray().Select(item => item.GetProperty("instanceId").GetString()!));
            token = response.Headers.TryGetValues("x-ms-continuation-token", out var values) ? values.Single() : null;
            pages++;
        }
        while (token is not null);

        Assert.Equal(3, pages);
        Assert.Equal(["page-0", "page-1", "page-2", "page-3", "page-4"], seen.Order(StringComparer.Ordinal));
        using var bad = new HttpRequestMessage(HttpMethod.Get, $"{ManagementFixture.Base}/instances");
        bad.Headers.Add("x-ms-continuation-token", "made up");
        using var refused = await fixture.Client.SendAsync(bad, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task List_FiltersByTime()
    {
        var id = await fixture.StartAsync("EchoFlow", "1");
        var before = await ManagementFixture.ReadAsync(fixture.GetAsync($"instances?instanceIdPrefix={id}&createdTimeTo=2001-01-01T00:00:00Z"));
        Assert.Equal(0, before.GetArrayLength());
        var after = await ManagementFixture.ReadAsync(fixture.GetAsync($"instances?instanceIdPrefix={id}&createdTimeFrom=2001-01-01T00:00:00Z"));
        Assert.Equal(id, Assert.Single(after.EnumerateArray()).GetProperty("instanceId").GetString());
    }

    private static JsonElement[] Events(JsonElement status) => [.. status.GetProperty("historyEvents").EnumerateArray()];

    private static string Type(JsonElement item) => item.GetProperty("EventType").GetString()!;
}
