using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Functions.Tests.Http;

public sealed class SchedulesTests
{
    [Fact]
    public async Task Schedules_PutListGetDelete_AreThereAndGone()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var host = await FanOutHost.StartAsync(api, folder);
        var body = new { schedule = "0 0 3 * * *", request = new { ids = "1-5", maxConcurrency = 3 } };

        Assert.Equal(HttpStatusCode.Created, (await PutAsync(host, "daily", body)).Status);
        var (status, changed) = await PutAsync(host, "daily", body with { schedule = "30 4 * * *" });
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("30 4 * * *", changed.GetProperty("schedule").GetString());
        Assert.Equal(HttpStatusCode.Created, (await PutAsync(host, "also", body)).Status);

        var list = (await host.GetAsync("api/schedules")).GetProperty("schedules");
        Assert.Equal(["also", "daily"], list.EnumerateArray().Select(schedule => schedule.GetProperty("name").GetString()!));
        var one = await host.GetAsync("api/schedules/daily");
        Assert.Equal(("1-5", 3), (one.GetProperty("request").GetProperty("ids").GetString(), one.GetProperty("request").GetProperty("maxConcurrency").GetInt32()));
        Assert.Equal(0, one.GetProperty("runs").GetArrayLength());
        Assert.Equal((4, 30), (one.GetProperty("nextAt").GetDateTimeOffset().Hour, one.GetProperty("nextAt").GetDateTimeOffset().Minute));

        // It is no fan-out.
        Assert.Equal(0, (await host.GetAsync("api/fanouts")).GetProperty("fanOuts").GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, await host.StatusCodeAsync(HttpMethod.Get, "api/fanouts/schedule.daily"));
        Assert.Equal(HttpStatusCode.NotFound, await host.StatusCodeAsync(HttpMethod.Post, "api/fanouts/schedule.daily/cancel"));

        Assert.Equal(HttpStatusCode.NoContent, await host.StatusCodeAsync(HttpMethod.Delete, "api/schedules/daily"));
        Assert.Equal(HttpStatusCode.NotFound, await host.StatusCodeAsync(HttpMethod.Delete, "api/schedules/daily"));
        Assert.Equal(HttpStatusCode.NotFound, await host.StatusCodeAsync(HttpMethod.Get, "api/schedules/daily"));
    }

    [Fact]
    public async Task Schedule_OfEachSecond_StartsFanOuts()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var host = await FanOutHost.StartAsync(api, folder);
        await PutAsync(host, "often", new { schedule = "* * * * * *", request = new { ids = "1-3" } });

        var view = await Eventually.GetAsync(() => host.GetAsync("api/schedules/often"), found => found.GetProperty("runs").GetArrayLength() >= 2);

        var id = view.GetProperty("runs").EnumerateArray().Last().GetProperty("fanOut").GetString();
        Assert.Equal(3, (await host.StatusAsync(id!, "completed")).GetProperty("fetched").GetInt32());
        await host.StatusCodeAsync(HttpMethod.Delete, "api/schedules/often");
    }

    [Theory]
    [InlineData("daily", """{"schedule":"0 0 3 * *  x","request":{"ids":"1-5"}}""", "schedule", "is not NCRONTAB")]
    [InlineData("daily", """{"schedule":"0 0 3 30 2 *","request":{"ids":"1-5"}}""", "schedule", "never occurs")]
    [InlineData("daily", """{"schedule":5,"request":{"ids":"1-5"}}""", "schedule", "Say when")]
    [InlineData("daily", """{"request":{"ids":"1-5"}}""", "schedule", "Say when")]
    [InlineData("daily", """{"schedule":"0 0 3 * * *"}""", "request", "Say what to start")]
    [InlineData("daily", """{"schedule":"0 0 3 * * *","request":{"ids":"9-1"}}""", "request.ids", "reversed")]
    [InlineData("daily", """{"schedule":"0 0 3 * * *","request":{"ids":"1-5","id":"mine"}}""", "request.id", "made of the schedule's name")]
    [InlineData("daily", """{"schedule":"0 0 3 * * *","request":{"ids":"1-5"},"name":"x"}""", "name", "no such field")]
    [InlineData("daily", """[]""", "", "must be a JSON object")]
    [InlineData("a.b", """{"schedule":"0 0 3 * * *","request":{"ids":"1-5"}}""", "name", "must consist of")]
    public async Task Put_NotValid_NamesTheField(string name, string body, string field, string reason)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var host = await FanOutHost.StartAsync(api, folder);

        var (status, problem) = await PutAsync(host, name, JsonSerializer.Deserialize<JsonElement>(body));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, problem.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await host.GetAsync("api/schedules")).GetProperty("schedules").GetArrayLength());
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PutAsync(FanOutHost host, string name, object body)
    {
        using var answer = await host.Http.PutAsJsonAsync($"api/schedules/{name}", body, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }
}
