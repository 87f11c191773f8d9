using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Functions.Tests.Http;

public sealed class EventsTests
{
    [Fact]
    public async Task Events_OfOneThatRuns_TellWhatChangesAndEndWithIt()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await ApiStats.FaultsAsync(api, new { latency = "fixed:100ms" });
        await using var host = await FanOutHost.StartAsync(api, folder);
        var id = await host.StartFanOutAsync(new { ids = "1-100", maxConcurrency = 5 });

        var events = await EventsAsync(host, id).ToListAsync(TestContext.Current.CancellationToken);

        Assert.True(events.Count > 1, $"{events.Count}");
        Assert.Equal(("completed", 100), (events[^1].GetProperty("status").GetString(), events[^1].GetProperty("fetched").GetInt32()));
        Assert.DoesNotContain(events.SkipLast(1), view => view.GetProperty("status").GetString() == "completed");
        Assert.Equal($"/api/fanouts/{id}", events[0].GetProperty("links").GetProperty("self").GetString());
    }

    [Fact]
    public async Task Events_OfOneThatSleeps_AreOneUntilSomethingHappensAndAskNothingOfTheUpstream()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await ApiStats.FaultsAsync(api, new { throttle = "10/d", retryAfter = 43200 });
        await using var host = await FanOutHost.StartAsync(api, folder);
        var id = await host.StartFanOutAsync(new { ids = "1-60", maxConcurrency = 8 });
        await Eventually.GetAsync(() => host.GetAsync($"api/fanouts/{id}"), view =>
            view.GetProperty("throttledUntil").ValueKind == JsonValueKind.String && view.GetProperty("inFlight").GetInt32() == 0);
        var asked = await ApiStats.RequestsAsync(api);

        await using var events = EventsAsync(host, id).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await events.MoveNextAsync());
        var next = events.MoveNextAsync();
        using var paused = await host.PostAsync($"api/fanouts/{id}/pause");
        Assert.True(await next);

        // Whichever look came between the pause and its entry in the log.
        Assert.Contains(events.Current.GetProperty("log").EnumerateArray(), entry => entry.GetProperty("event").GetString() == "paused");
        Assert.Equal(asked, await ApiStats.RequestsAsync(api));
    }

    [Fact]
    public async Task Events_HostThatStops_DoNotKeepIt()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await ApiStats.FaultsAsync(api, new { throttle = "10/d", retryAfter = 43200 });
        var host = await FanOutHost.StartAsync(api, folder);
        var id = await host.StartFanOutAsync(new { ids = "1-60" });
        using var http = new HttpClient { BaseAddress = host.Http.BaseAddress };
        var events = await http.GetStreamAsync($"api/fanouts/{id}/events", TestContext.Current.CancellationToken);

        await host.DisposeAsync();

        // Cut off: one that came to its own end, after half a minute, would not throw.
        await Assert.ThrowsAnyAsync<IOException>(() => events.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Events_OfNone_AreNotFound()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var host = await FanOutHost.StartAsync(api, folder);

        Assert.Equal(HttpStatusCode.NotFound, await host.StatusCodeAsync(HttpMethod.Get, "api/fanouts/nobody/events"));
    }

    private static async IAsyncEnumerable<JsonElement> EventsAsync(FanOutHost host, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/fanouts/{id}/events") { Headers = { { "Last-Event-ID", "7" } } };
        using var answer = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        await using var body = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(TestContext.Current.CancellationToken))
        {
            yield return JsonElement.Parse(item.Data);
        }
    }
}
