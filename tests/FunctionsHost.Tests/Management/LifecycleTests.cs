using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace FunctionsHost.Tests.Management;

public sealed class LifecycleTests(ManagementFixture fixture) : IClassFixture<ManagementFixture>
{
    [Fact]
    public async Task RaiseEvent_DeliversItsPayload()
    {
        var id = await fixture.StartAsync("WaitFlow", untilOver: false);
        using var response = await fixture.PostAsync($"instances/{id}/raiseEvent/go", "\"now\"");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        await fixture.UntilAsync(id, "Completed");
        Assert.Equal("now", (await fixture.StatusAsync(id)).GetProperty("output").GetString());
    }

    [Fact]
    public async Task RaiseEvent_WhileSuspended_IsDeliveredOnResume()
    {
        var id = await fixture.StartAsync("WaitFlow", untilOver: false);
        using var suspended = await fixture.PostAsync($"instances/{id}/suspend?reason=for%20now");
        Assert.Equal(HttpStatusCode.Accepted, suspended.StatusCode);
        await fixture.UntilAsync(id, "Suspended");
        using (var status = await fixture.GetAsync($"instances/{id}"))
        {
            Assert.Equal(HttpStatusCode.Accepted, status.StatusCode);
            Assert.Equal("for now", (await status.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("output").GetString());
        }

        using var raised = await fixture.PostAsync($"instances/{id}/raiseEvent/Go", "\"later\"");
        Assert.Equal(HttpStatusCode.Accepted, raised.StatusCode);
        using var resumed = await fixture.PostAsync($"instances/{id}/resume?reason=enough");
        Assert.Equal(HttpStatusCode.Accepted, resumed.StatusCode);
        await fixture.UntilAsync(id, "Completed");
        Assert.Equal("later", (await fixture.StatusAsync(id)).GetProperty("output").GetString());
    }

    [Theory]
    [InlineData("not json", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("1", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task RaiseEvent_BodyThatIsNotJson_IsRefused(string body, string type, HttpStatusCode expected)
    {
        var id = await fixture.StartAsync("WaitFlow", untilOver: false);
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await fixture.Client.PostAsync($"{ManagementFixture.Base}/instances/{id}/raiseEvent/Go", content, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Terminate_EndsWithTheReasonAsOutput()
    {
        var id = await fixture.StartAsync("WaitFlow", untilOver: false);
        using var response = await fixture.PostAsync($"instances/{id}/terminate?reason=no%20more");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await fixture.UntilAsync(id, "Terminated");
        using var status = await fixture.GetAsync($"instances/{id}");
        Assert.Equal(HttpStatusCode.OK, status.StatusCode);
        Assert.Equal("no more", (await status.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("output").GetString());
    }

    [Theory]
    [InlineData("raiseEvent/Go")]
    [InlineData("suspend")]
    [InlineData("resume")]
    [InlineData("terminate")]
    public async Task Call_OnOneThatIsOver_Is410AndUnknown404(string call)
    {
        var id = await fixture.StartAsync("EchoFlow", "1");
        using var over = await fixture.PostAsync($"instances/{id}/{call}", "1");
        Assert.Equal(HttpStatusCode.Gone, over.StatusCode);
        using var unknown = await fixture.PostAsync($"instances/nobody/{call}", "1");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Rewind_Failed_RunsWhatFailedAgain()
    {
        var id = await fixture.StartAsync("FlakyFlow");
        Assert.Equal("Failed", (await fixture.StatusAsync(id)).GetProperty("runtimeStatus").GetString());
        using var response = await fixture.PostAsync($"instances/{id}/rewind?reason=mended");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await fixture.UntilAsync(id, "Completed");
        Assert.Equal("second", (await fixture.StatusAsync(id)).GetProperty("output").GetString());
    }

    [Fact]
    public async Task Rewind_NotFailed_Is412WithAReason()
    {
        var id = await fixture.StartAsync("EchoFlow", "1");
        using var response = await fixture.PostAsync($"instances/{id}/rewind");
        Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
        Assert.Equal(JsonValueKind.String, (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).ValueKind);
        using var unknown = await fixture.PostAsync("instances/nobody/rewind");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Purge_One_DeletesItOnce()
    {
        var id = await fixture.StartAsync("EchoFlow", "1");
        using var first = await fixture.Client.DeleteAsync($"{ManagementFixture.Base}/instances/{id}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("""{"instancesDeleted":1}""", await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var again = await fixture.Client.DeleteAsync($"{ManagementFixture.Base}/instances/{id}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        using var gone = await fixture.GetAsync($"instances/{id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Purge_Running_Is412WithAReason()
    {
        var id = await fixture.StartAsync("WaitFlow", untilOver: false);
        using var response = await fixture.Client.DeleteAsync($"{ManagementFixture.Base}/instances/{id}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
        Assert.Equal(JsonValueKind.String, (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).ValueKind);
        Assert.Equal("Running", (await fixture.StatusAsync(id)).GetProperty("runtimeStatus").GetString());
    }

    [Fact]
    public async Task Purge_Many_NeedsAStartTime()
    {
        using var response = await fixture.Client.DeleteAsync($"{ManagementFixture.Base}/instances?runtimeStatus=Completed", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("createdTimeFrom", (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetString(), StringComparison.Ordinal);
        using var early = await fixture.Client.DeleteAsync($"{ManagementFixture.Base}/instances?createdTimeFrom=2000-01-01&createdTimeTo=2001-01-01", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, early.StatusCode);
    }
}
