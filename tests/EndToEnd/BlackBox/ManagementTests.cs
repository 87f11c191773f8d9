using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CharacterFanOut.EndToEnd.BlackBox;

/// <summary>The durable management API as the real host answers it.</summary>
[Trait("suite", "blackbox")]
[Collection(BlackBoxCollection.Name)]
public sealed class ManagementTests(BlackBoxHost host)
{
    private const string Api = "runtime/webhooks/durabletask";

    [Fact]
    public async Task Start_Orchestrator_Answers202WithTheManagementUris()
    {
        await host.UpstreamAsync(new { });
        var id = BlackBoxHost.NewId();

        using var answer = await host.StartInstanceAsync(id, "1-3");
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var over = await host.UntilInstanceAsync(id, "Completed");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.NotNull(answer.Headers.Location);
        Assert.Equal(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter!.Delta);
        Assert.Equal(id, body.GetProperty("id").GetString());
        string[] uris = ["statusQueryGetUri", "sendEventPostUri", "terminatePostUri", "purgeHistoryDeleteUri", "suspendPostUri", "resumePostUri", "restartPostUri"];

        // The extension 3.18 does not name it any more.
        foreach (var name in host.IsOurs ? [.. uris, "rewindPostUri"] : uris)
        {
            Assert.StartsWith("http", body.GetProperty(name).GetString(), StringComparison.Ordinal);
        }

        Assert.Equal("FanOutOrchestrator", over.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Object, over.GetProperty("input").ValueKind);
    }

    [Fact]
    public async Task Status_OfARunningInstance_Is202WithLocation()
    {
        await host.UpstreamAsync(new { latency = "fixed:300ms" });
        var id = BlackBoxHost.NewId();
        using var started = await host.StartInstanceAsync(id, "1-200");

        using var running = await host.GetAsync($"{Api}/instances/{id}");
        using var again = await host.StartInstanceAsync(id, "1-200");
        using var restart = await host.PostAsync($"{Api}/instances/{id}/terminate?reason=enough");
        var over = await host.UntilInstanceAsync(id, "Terminated");

        Assert.Equal(HttpStatusCode.Accepted, running.StatusCode);
        Assert.NotNull(running.Headers.Location);
        Assert.Equal(TimeSpan.FromSeconds(5), running.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, restart.StatusCode);
        Assert.Equal("enough", over.GetProperty("output").GetString());
    }

    [Fact]
    public async Task Suspend_Resume_Terminate_ChangeTheStatus()
    {
        await host.UpstreamAsync(new { latency = "fixed:200ms" });
        var id = BlackBoxHost.NewId();
        using var started = await host.StartInstanceAsync(id, "1-200");
        await host.UntilInstanceAsync(id, "Running");

        using var suspend = await host.PostAsync($"{Api}/instances/{id}/suspend?reason=lunch");
        await host.UntilInstanceAsync(id, "Suspended");
        using var raised = await host.PostAsync($"{Api}/instances/{id}/raiseEvent/Nobody", new { });
        using var resume = await host.PostAsync($"{Api}/instances/{id}/resume?reason=back");
        await host.UntilInstanceAsync(id, "Running");
        using var terminate = await host.PostAsync($"{Api}/instances/{id}/terminate?reason=done");
        await host.UntilInstanceAsync(id, "Terminated");
        using var late = await host.PostAsync($"{Api}/instances/{id}/terminate?reason=again");

        Assert.All([suspend, raised, resume, terminate], answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
    }

    [Theory]
    [InlineData("GET", "instances/nobody", HttpStatusCode.NotFound)]
    [InlineData("POST", "instances/nobody/raiseEvent/E", HttpStatusCode.NotFound)]
    [InlineData("POST", "instances/nobody/terminate?reason=x", HttpStatusCode.NotFound)]
    [InlineData("POST", "instances/nobody/suspend?reason=x", HttpStatusCode.NotFound)]
    [InlineData("POST", "instances/nobody/resume?reason=x", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "instances/nobody", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "instances", HttpStatusCode.BadRequest)]
    [InlineData("GET", "nothing/here", HttpStatusCode.NotFound)]
    public async Task Call_OnNobody_IsRefused(string method, string path, HttpStatusCode expected)
    {
        using var answer = await host.SendAsync(
            new HttpMethod(method), $"{Api}/{path}", method == "POST" ? new StringContent("{}", Encoding.UTF8, "application/json") : null);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task History_WithOutputs_TellsTheWholeRun()
    {
        await host.UpstreamAsync(new { });
        var id = BlackBoxHost.NewId();
        using var started = await host.StartInstanceAsync(id, "1-3");
        await host.UntilInstanceAsync(id, "Completed");

        var status = await host.JsonAsync($"{Api}/instances/{id}?showHistory=true&showHistoryOutput=true");

        var types = status.GetProperty("historyEvents").EnumerateArray().Select(e => e.GetProperty("EventType").GetString()).ToList();
        Assert.Equal("ExecutionStarted", types[0]);
        Assert.Equal("ExecutionCompleted", types[^1]);
        Assert.Contains("TaskCompleted", types);
    }

    [Fact]
    public async Task Restart_NewId_RunsTheSameInput()
    {
        await host.UpstreamAsync(new { });
        var id = BlackBoxHost.NewId();
        using var started = await host.StartInstanceAsync(id, "1-3");
        await host.UntilInstanceAsync(id, "Completed");

        using var answer = await host.PostAsync($"{Api}/instances/{id}/restart?restartWithNewInstanceId=true");
        var second = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        var over = await host.UntilInstanceAsync(second, "Completed");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.NotEqual(id, second);
        Assert.Equal("1-3", over.GetProperty("input").GetProperty("request").GetProperty("ids").GetString());
    }

    [Fact]
    public async Task Rewind_AndPurge_WantTheRightState()
    {
        await host.UpstreamAsync(new { });
        var id = BlackBoxHost.NewId();
        using var started = await host.StartInstanceAsync(id, "1-3");
        await host.UntilInstanceAsync(id, "Completed");

        using var rewind = await host.PostAsync($"{Api}/instances/{id}/rewind?reason=why");
        using var purged = await host.SendAsync(HttpMethod.Delete, $"{Api}/instances/{id}");
        using var again = await host.SendAsync(HttpMethod.Delete, $"{Api}/instances/{id}");

        Assert.Equal(HttpStatusCode.PreconditionFailed, rewind.StatusCode);
        Assert.Equal(1, (await purged.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("instancesDeleted").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task List_PageByPage_GivesEachInstanceOnce()
    {
        await host.UpstreamAsync(new { });
        var prefix = BlackBoxHost.NewId();
        for (var i = 0; i < 5; i++)
        {
            using var started = await host.StartInstanceAsync($"{prefix}-{i}", "1");
            await host.UntilInstanceAsync($"{prefix}-{i}", "Completed");
        }

        // The fan-outs' batches share the prefix: ten instances in all.
        var seen = new List<string>();
        string? token = null;
        do
        {
            using var page = await host.SendAsync(
                HttpMethod.Get,
                $"{Api}/instances?instanceIdPrefix={prefix}&top=3&runtimeStatus=Completed",
                headers: token is null ? [] : [("x-ms-continuation-token", token)]);
            seen.AddRange((await page.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Select(i => i.GetProperty("instanceId").GetString()!));
            token = page.Headers.TryGetValues("x-ms-continuation-token", out var tokens) ? tokens.Single() : null;
        }
        while (!string.IsNullOrEmpty(token) && seen.Count < 50);

        Assert.Equal(10, seen.Distinct().Count());
        Assert.Equal(10, seen.Count);
    }
}
