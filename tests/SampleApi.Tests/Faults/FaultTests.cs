using System.IO.Compression;
using System.Net;
using System.Text.Json;
using CharacterFanOut.SampleApi.Faults;
using Microsoft.Extensions.Time.Testing;

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
    public async Task Latency_AsLongAsItWas_IsAddedUpInTheStatistics()
    {
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { Latency = Parse("fixed:3ms"), TimeProvider = new LateClock() });

        await api.GetAsync("character/1");
        await api.GetAsync("character/2");

        Assert.Equal(9, (await api.StatsAsync()).GetProperty("totalLatencyMs").GetInt32());
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
    public async Task Faults_BadGzip_IsDeclaredAsGzipAndIsNot()
    {
        await using RunningApi api = await RunningApi.StartAsync();
        await api.PostAsync("/_faults", """{"ids":{"13":{"malformed":"badGzip"}}}""");

        using HttpResponseMessage answer = await api.Http.GetAsync("character/13");

        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
        await using GZipStream decoded = new(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await decoded.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task Faults_CutOff_EndsBeforeTheLengthThatWasAnnounced()
    {
        await using RunningApi api = await RunningApi.StartAsync();
        int whole = (await api.GetAsync("character/13")).Body.Length;
        await api.PostAsync("/_faults", """{"ids":{"13":{"malformed":"cutOff"}}}""");

        using HttpResponseMessage answer = await api.Http.GetAsync("character/13", HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal((HttpStatusCode.OK, whole), (answer.StatusCode, answer.Content.Headers.ContentLength));
        HttpIOException exception = await Assert.ThrowsAsync<HttpIOException>(
            async () => await (await answer.Content.ReadAsStreamAsync()).CopyToAsync(Stream.Null));
        Assert.Equal(HttpRequestError.ResponseEnded, exception.HttpRequestError);
    }

    [Theory]
    [InlineData("2147483648", "2147483648")]
    [InlineData("1.5", "1.5")]
    [InlineData("\"Wed, 21 Oct 2099 07:28:00 GMT\"", "Wed, 21 Oct 2099 07:28:00 GMT")]
    [InlineData("\"120, 60\"", "120, 60")]
    [InlineData("\"bald\"", "bald")]
    [InlineData("\"\"", "")]
    public async Task Faults_RetryAfter_IsSentAsItIsWritten(string json, string expected)
    {
        await using RunningApi api = await RunningApi.StartAsync();
        await api.PostAsync("/_faults", $$"""{"retryAfter":{{json}},"throttle":"1/d","ids":{"13":{"status":503,"retryAfter":{{json}} } } }""");

        using HttpResponseMessage fault = await api.Http.GetAsync("character/13");
        using HttpResponseMessage throttled = await api.Http.GetAsync("character/12");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, expected), (fault.StatusCode, fault.Headers.NonValidated["Retry-After"].ToString()));
        Assert.Equal((HttpStatusCode.TooManyRequests, expected), (throttled.StatusCode, throttled.Headers.NonValidated["Retry-After"].ToString()));
    }

    [Fact]
    public async Task Faults_BodyAndHeaders_AreSentAsTheyAreWritten()
    {
        await using RunningApi api = await RunningApi.StartAsync();
        await api.PostAsync("/_faults", """{"ids":{"13":{"status":429,"body":"{\"id\":null}","headers":{"Date":"Tue, 01 Jan 2030 00:00:00 GMT","X-Name":"Zoë"} } } }""");

        using HttpResponseMessage answer = await api.Http.GetAsync("character/13");

        Assert.Equal((HttpStatusCode.TooManyRequests, """{"id":null}"""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), answer.Headers.Date);
        Assert.True(answer.Headers.Contains("X-Name"));
    }

    [Fact]
    public async Task Faults_AllForSomeSeconds_HitEveryRequestUntilTheyAreOver()
    {
        FakeTimeProvider clock = new();
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { TimeProvider = clock, Throttle = new ThrottleRate(2, 'd') });
        await api.PostAsync("/_faults", """{"all":{"status":503,"seconds":75},"ids":{"1":{"status":418}}}""");
        clock.Advance(TimeSpan.FromSeconds(74));

        // No request of an outage is counted against the throttle.
        Assert.Equal("503 503 503 503", await StatusesAsync(api, "character/1", "character/2", "character", "planet"));
        await api.PostAsync("/_faults", """{"ids":{"2":{"status":404} } }""");
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("418 404 429", await StatusesAsync(api, "character/1", "character/2", "character/3"));
    }

    [Fact]
    public async Task Faults_AllReset_BreaksEveryConnectionButTheControls()
    {
        await using RunningApi api = await RunningApi.StartAsync();
        await api.PostAsync("/_faults", """{"all":{"reset":true} }""");

        await Assert.ThrowsAsync<HttpRequestException>(() => api.GetAsync("character/1"));
        await Assert.ThrowsAsync<HttpRequestException>(() => api.GetAsync("character"));
        Assert.Equal(2, (await api.StatsAsync()).GetProperty("unanswered").GetInt32());

        await api.PostAsync("/_faults", """{"all":null}""");
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("character/1")).Status);
    }

    [Fact]
    public async Task Faults_ChangedOneAfterAnother_KeepTheOthersUntilDeleted()
    {
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { Fail = 0.5 });
        await api.PostAsync("/_faults", """{"latency":"exp:50ms","throttle":"100/s","retryAfter":2,"ids":{"1":{"hang":true},"3":{"status":404}}}""");
        (_, string now) = await api.PostAsync("/_faults", """{"fail":null,"ids":{"2":{"malformed":"wrongId"},"1":null}}""");

        Assert.Equal(
            """{"latency":"exp:50ms","fail":0,"throttle":"100/s","retryAfter":"2","malformed":0,"hang":0,"all":null,"ids":{"2":{"malformed":"wrongId"},"3":{"status":404}}}""",
            now);

        // What was answered can be sent again.
        Assert.Equal((HttpStatusCode.OK, now), await api.PostAsync("/_faults", now));
        (_, string withoutIds) = await api.PostAsync("/_faults", """{"ids":null}""");
        Assert.Equal("{}", JsonElement.Parse(withoutIds).GetProperty("ids").GetRawText());

        using HttpResponseMessage deleted = await api.Http.DeleteAsync("/_faults");
        Assert.Equal(
            """{"latency":"none","fail":0.5,"throttle":null,"retryAfter":null,"malformed":0,"hang":0,"all":null,"ids":{}}""",
            await deleted.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Faults_OtherChange_KeepsWhatIsLeftOfTheirTimes()
    {
        await using RunningApi api = await RunningApi.StartAsync();
        await api.PostAsync("/_faults", """{"all":{"status":502,"times":1},"ids":{"1":{"status":503,"times":1}}}""");
        Assert.Equal("502 503", await StatusesAsync(api, "character/1", "character/1"));

        await api.PostAsync("/_faults", """{"ids":{"2":{"status":404}}}""");

        Assert.Equal("200 404", await StatusesAsync(api, "character/1", "character/2"));
    }

    [Theory]
    [InlineData("{", "JSON")]
    [InlineData("", "JSON")]
    [InlineData("[]", "has to be a JSON object")]
    [InlineData("""{"fial":0.5}""", "'fial'")]
    [InlineData("""{"fial":null}""", "'fial'")]
    [InlineData("""{"fail":1.5}""", "'fail'")]
    [InlineData("""{"fail":"often"}""", "$.fail")]
    [InlineData("""{"latency":"soon"}""", "fixed:50ms")]
    [InlineData("""{"throttle":"many"}""", "100/s")]
    [InlineData("""{"throttle":5}""", "100/s")]
    [InlineData("""{"ids":{"rick":{}}}""", "$.ids.rick")]
    [InlineData("""{"ids":{"0":{}}}""", "whole numbers from 1")]
    [InlineData("""{"ids":{"1":{"status":99}}}""", "200 to 599")]
    [InlineData("""{"ids":{"1":{"status":500,"hang":true}}}""", "one of status")]
    [InlineData("""{"ids":{"1":{"malformed":"slightly"}}}""", "$.ids.1.malformed")]
    [InlineData("""{"ids":{"1":{"sttaus":500}}}""", "'sttaus'")]
    [InlineData("""{"all":{"times":0}}""", "'times'")]
    [InlineData("""{"all":{"headers":{"A B":"1"}}}""", "header's name")]
    [InlineData("""{"all":{"retryAfter":"1\n"}}""", "control characters")]
    [InlineData("""{"retryAfter":"1\n"}""", "control characters")]
    public async Task Faults_BadChange_IsRefusedAndChangesNothing(string change, string said)
    {
        await using RunningApi api = await RunningApi.StartAsync();
        string before = (await api.GetAsync("/_faults")).Body;

        (HttpStatusCode status, string body) = await api.PostAsync("/_faults", change);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(said, JsonElement.Parse(body).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, (await api.GetAsync("/_faults")).Body);
    }

    private static async Task<string> StatusesAsync(RunningApi api, params string[] paths)
    {
        List<int> statuses = [];
        foreach (string path in paths)
        {
            statuses.Add((int)(await api.GetAsync(path)).Status);
        }

        return string.Join(' ', statuses);
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

    /// <summary>Between one look at it and the next, 4.5 ms have passed.</summary>
    private sealed class LateClock : TimeProvider
    {
        private long looks;

        public override long TimestampFrequency => 2000;

        public override long GetTimestamp() => 9 * Interlocked.Increment(ref looks);
    }
}
