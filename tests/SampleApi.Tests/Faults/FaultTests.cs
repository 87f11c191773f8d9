using System.Net;
using System.Text.Json;
using CharacterFanOut.SampleApi.Faults;

namespace CharacterFanOut.SampleApi.Tests.Faults;

public sealed class FaultTests
{
    [Fact]
    public async Task Fail_SameSeed_FailsTheSameRequestsInWhateverOrder()
    {
        SampleApiOptions options = new() { Fail = 0.3 };
        HttpStatusCode[] forwards = await StatusesAsync(options, Enumerable.Range(1, 200));
        HttpStatusCode[] backwards = await StatusesAsync(options, Enumerable.Range(1, 200).Reverse());

        Assert.Equal(forwards, backwards.Reverse());
        Assert.InRange(forwards.Count(static status => status == HttpStatusCode.InternalServerError), 35, 85);
    }

    [Fact]
    public async Task Malformed_Always_IsEveryKindButNeverTheCharacter()
    {
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { Malformed = 1 });
        HashSet<string> kinds = [];

        for (int id = 1; id <= 60; id++)
        {
            (HttpStatusCode status, string body) = await api.GetAsync($"character/{id}");
            Assert.Equal(HttpStatusCode.OK, status);
            kinds.Add(Kind(body, id));
        }

        Assert.Equal(["cut short", "not JSON", "other id", "without species"], kinds.Order());
    }

    [Fact]
    public async Task Latency_Fixed_IsAddedUpInTheStatistics()
    {
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { Latency = Parse("fixed:3ms") });

        await api.GetAsync("character/1");
        await api.GetAsync("character/2");

        Assert.Equal(6, (await api.StatsAsync()).GetProperty("totalLatencyMs").GetInt32());
    }

    [Fact]
    public async Task Faults_TargetedForTwoRequests_HitThatIdTwice()
    {
        await using RunningApi api = await RunningApi.StartAsync();
        await api.PostAsync("/_faults", """{"ids":{"13":{"status":503,"retryAfter":7,"times":2}}}""");

        using (HttpResponseMessage first = await api.Http.GetAsync("character/13"))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(7)), (first.StatusCode, first.Headers.RetryAfter!.Delta));
        }

        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("character/12")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await api.GetAsync("character/13")).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("character/13")).Status);
    }

    [Fact]
    public async Task Faults_Reset_BreaksTheConnection()
    {
        await using RunningApi api = await RunningApi.StartAsync();
        await api.PostAsync("/_faults", """{"ids":{"13":{"reset":true}}}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => api.GetAsync("character/13"));
    }

    [Fact]
    public async Task Faults_Oversized_IsTheCharacterAndMoreThanAMegabyte()
    {
        await using RunningApi api = await RunningApi.StartAsync();
        await api.PostAsync("/_faults", """{"ids":{"13":{"malformed":"oversized"}}}""");

        string body = (await api.GetAsync("character/13")).Body;

        Assert.InRange(body.Length, (1 << 20) + 1, int.MaxValue);
        Assert.Equal(13, JsonElement.Parse(body).GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task Faults_ChangedOneAfterAnother_KeepTheOthersUntilDeleted()
    {
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { Fail = 0.5 });
        await api.PostAsync("/_faults", """{"latency":"exp:50ms","throttle":"100/s","retryAfter":2,"ids":{"1":{"hang":true}}}""");
        (_, string now) = await api.PostAsync("/_faults", """{"fail":null,"ids":{"2":{"malformed":"wrongId"},"1":null}}""");

        Assert.Equal(
            """{"latency":"exp:50ms","fail":0,"throttle":"100/s","retryAfter":2,"malformed":0,"hang":0,"ids":{"2":{"malformed":"wrongId"}}}""", now);

        using HttpResponseMessage deleted = await api.Http.DeleteAsync("/_faults");
        Assert.Equal(
            """{"latency":"none","fail":0.5,"throttle":null,"retryAfter":null,"malformed":0,"hang":0,"ids":{}}""",
            await deleted.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("", "no body")]
    [InlineData("[]", "has to be an object")]
    [InlineData("""{"fial":0.5}""", "There is no fault 'fial'")]
    [InlineData("""{"fail":1.5}""", "'fail' is 1.5; it has to be a number from 0 to 1")]
    [InlineData("""{"latency":"soon"}""", "fixed:50ms")]
    [InlineData("""{"throttle":"many"}""", "100/s")]
    [InlineData("""{"ids":{"rick":{}}}""", "'rick'")]
    [InlineData("""{"ids":{"1":{"status":99}}}""", "200 to 599")]
    [InlineData("""{"ids":{"1":{"status":500,"hang":true}}}""", "more than one")]
    [InlineData("""{"ids":{"1":{"malformed":"slightly"}}}""", "notJson")]
    [InlineData("""{"ids":{"1":{"sttaus":500}}}""", "There is no fault 'sttaus'")]
    public async Task Faults_BadChange_IsRefusedAndChangesNothing(string change, string said)
    {
        await using RunningApi api = await RunningApi.StartAsync();
        string before = (await api.GetAsync("/_faults")).Body;

        (HttpStatusCode status, string body) = await api.PostAsync("/_faults", change);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(said, JsonElement.Parse(body).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, (await api.GetAsync("/_faults")).Body);
    }

    private static string Kind(string body, int id)
    {
        if (body.StartsWith('<'))
        {
            return "not JSON";
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(body);
            return json.RootElement.GetProperty("id").GetInt32() != id
                ? "other id"
                : json.RootElement.TryGetProperty("species", out _) ? "as it should be" : "without species";
        }
        catch (JsonException)
        {
            return "cut short";
        }
    }

    private static Latency Parse(string text)
    {
        Assert.True(Latency.TryParse(text, out Latency latency, out string error), error);
        return latency;
    }

    private static async Task<HttpStatusCode[]> StatusesAsync(SampleApiOptions options, IEnumerable<int> ids)
    {
        await using RunningApi api = await RunningApi.StartAsync(options);
        List<HttpStatusCode> statuses = [];
        foreach (int id in ids)
        {
            statuses.Add((await api.GetAsync($"character/{id}")).Status);
        }

        return [.. statuses];
    }
}
