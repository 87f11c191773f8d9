using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CharacterFanOut.EndToEnd.BlackBox;

/// <summary>The parameters and the less trodden answers of the durable management API, as the real host gives them.</summary>
[Trait("suite", "blackbox")]
[Collection(BlackBoxCollection.Name)]
public sealed class ManagementDetailTests(BlackBoxHost host)
{
    private const string Api = "runtime/webhooks/durabletask";

    [Fact]
    public async Task Status_OfAFailedInstance_Is200And500WhenAsked()
    {
        await host.UpstreamAsync(new { });
        var id = BlackBoxHost.NewId();
        using var started = await host.PostAsync($"{Api}/orchestrators/FanOutOrchestrator/{id}", new { request = (object?)null });
        var over = await host.UntilInstanceAsync(id, "Failed");

        using var asked = await host.GetAsync($"{Api}/instances/{id}?returnInternalServerErrorOnFailure=true");
        using var plain = await host.GetAsync($"{Api}/instances/{id}?returnInternalServerErrorOnFailure=false");

        Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.OK), (asked.StatusCode, plain.StatusCode));
        Assert.Equal(JsonValueKind.String, over.GetProperty("output").ValueKind);
        Assert.Equal("Failed", (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("runtimeStatus").GetString());
    }

    [Fact]
    public async Task Status_UnknownOrchestrator_IsAcceptedAndFails()
    {
        await host.UpstreamAsync(new { });
        var id = BlackBoxHost.NewId();

        using var started = await host.PostAsync($"{Api}/orchestrators/NoSuchOrchestrator/{id}");
        var over = await host.UntilInstanceAsync(id, "Failed");

        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Equal("NoSuchOrchestrator", over.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Status_Body_HasItsMembersAndNoInputUnlessShown()
    {
        await host.UpstreamAsync(new { });
        var id = await RunAsync("1-3");

        var shown = await host.JsonAsync($"{Api}/instances/{id}");
        var hidden = await host.JsonAsync($"{Api}/instances/{id}?showInput=false");
        var children = await host.JsonAsync($"{Api}/instances?instanceIdPrefix={id}:");
        var child = await host.JsonAsync($"{Api}/instances/{Assert.Single(children.EnumerateArray()).GetProperty("instanceId").GetString()}");

        Assert.Equal(
            ["createdTime", "customStatus", "input", "instanceId", "lastUpdatedTime", "name", "output", "runtimeStatus"],
            shown.EnumerateObject().Select(member => member.Name).Where(name => name != "historyEvents").Order(StringComparer.Ordinal));
        Assert.Equal(JsonValueKind.Object, shown.GetProperty("input").ValueKind);
        Assert.Equal(JsonValueKind.Null, hidden.GetProperty("input").ValueKind);
        Assert.Equal("BatchOrchestrator", child.GetProperty("name").GetString());
        Assert.True(DateTime.TryParseExact(
            shown.GetProperty("createdTime").GetString(), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
    }

    [Fact]
    public async Task Start_IdThatIsOver_StartsAnewAndNonsenseDoesNot()
    {
        await host.UpstreamAsync(new { });
        var id = await RunAsync("1-3");

        using var again = await host.StartInstanceAsync(id, "1-4");
        await host.UntilInstanceAsync(id, "Completed");
        var over = await host.UntilOverAsync(id);
        using var nonsense = await host.SendAsync(
            HttpMethod.Post, $"{Api}/orchestrators/FanOutOrchestrator/{BlackBoxHost.NewId()}", new StringContent("nonsense", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal(4, over.GetProperty("requested").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, nonsense.StatusCode);
    }

    [Fact]
    public async Task Restart_SameId_RunsUnderItAgain()
    {
        await host.UpstreamAsync(new { });
        var id = await RunAsync("1-3");

        using var answer = await host.PostAsync($"{Api}/instances/{id}/restart?restartWithNewInstanceId=false");
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        await host.UntilInstanceAsync(id, "Completed");
        using var unknown = await host.PostAsync($"{Api}/instances/{BlackBoxHost.NewId()}/restart");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(id, body.GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    [Theory]
    [InlineData("raiseEvent/E")]
    [InlineData("terminate?reason=x")]
    [InlineData("suspend?reason=x")]
    [InlineData("resume?reason=x")]
    public async Task Call_OnOneThatIsOver_Is410(string call)
    {
        await host.UpstreamAsync(new { });
        var id = await RunAsync("1");

        using var answer = await host.PostAsync($"{Api}/instances/{id}/{call}", new { });

        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
    }

    [Fact]
    public async Task Purge_ByTimeAndStatus_TakesThoseAlone()
    {
        await host.UpstreamAsync(new { });
        var first = await RunAsync("1-3");
        var from = Uri.EscapeDataString((await host.JsonAsync($"{Api}/instances/{first}")).GetProperty("createdTime").GetString()!);
        using var cleared = await host.SendAsync(HttpMethod.Delete, $"{Api}/instances?createdTimeFrom={from}");
        var done = await RunAsync("1-3");
        var failed = BlackBoxHost.NewId();
        using var started = await host.PostAsync($"{Api}/orchestrators/FanOutOrchestrator/{failed}", new { request = (object?)null });
        await host.UntilInstanceAsync(failed, "Failed");

        using var before = await host.SendAsync(HttpMethod.Delete, $"{Api}/instances?createdTimeFrom=2000-01-01T00:00:00Z&createdTimeTo=2001-01-01T00:00:00Z");
        using var completed = await host.SendAsync(HttpMethod.Delete, $"{Api}/instances?createdTimeFrom={from}&runtimeStatus=Completed");
        using var gone = await host.GetAsync($"{Api}/instances/{done}");
        using var kept = await host.GetAsync($"{Api}/instances/{failed}");
        using var both = await host.SendAsync(HttpMethod.Delete, $"{Api}/instances?createdTimeFrom={from}&runtimeStatus=Failed,Terminated");

        // A fan-out of one batch is two instances. That nobody is to be purged is told as not found.
        Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);
        Assert.Equal(2, await DeletedAsync(completed));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (gone.StatusCode, kept.StatusCode));
        Assert.Equal(1, await DeletedAsync(both));
    }

    [Fact]
    public async Task Purge_Running_Is412()
    {
        await host.UpstreamAsync(new { latency = "fixed:200ms" });
        var id = BlackBoxHost.NewId();
        using var started = await host.StartInstanceAsync(id, "1-200");
        await host.UntilInstanceAsync(id, "Running");

        using var purged = await host.SendAsync(HttpMethod.Delete, $"{Api}/instances/{id}");
        using var ended = await host.PostAsync($"{Api}/instances/{id}/terminate?reason=enough");
        await host.UntilInstanceAsync(id, "Terminated");

        Assert.Equal(HttpStatusCode.PreconditionFailed, purged.StatusCode);
        Assert.Equal(JsonValueKind.String, (await purged.Content.ReadFromJsonAsync<JsonElement>()).ValueKind);
    }

    [Theory]
    [InlineData("&createdTimeTo=2001-01-01T00:00:00Z", 0)]
    [InlineData("&createdTimeFrom=2001-01-01T00:00:00Z", 2)]
    [InlineData("&runtimeStatus=Failed,Terminated", 0)]
    [InlineData("&runtimeStatus=Completed,Failed", 2)]
    [InlineData("&showInput=false", 2)]
    [InlineData("&top=1", 1)]
    public async Task List_Filtered_GivesThoseAlone(string filter, int expected)
    {
        await host.UpstreamAsync(new { });
        var id = await RunAsync("1-3");

        var list = await host.JsonAsync($"{Api}/instances?instanceIdPrefix={id}{filter}");

        Assert.Equal(expected, list.GetArrayLength());
        Assert.All(list.EnumerateArray(), instance => Assert.StartsWith(id, instance.GetProperty("instanceId").GetString(), StringComparison.Ordinal));
        if (filter.Contains("showInput", StringComparison.Ordinal))
        {
            Assert.All(list.EnumerateArray(), instance => Assert.Equal(JsonValueKind.Null, instance.GetProperty("input").ValueKind));
        }
    }

    private static async Task<int> DeletedAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("instancesDeleted").GetInt32();

    private async Task<string> RunAsync(string ids)
    {
        var id = BlackBoxHost.NewId();
        using var started = await host.StartInstanceAsync(id, ids);
        await host.UntilInstanceAsync(id, "Completed");
        return id;
    }
}
