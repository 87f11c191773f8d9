using System.Net;
using CharacterFanOut.SampleApi.Faults;
using Microsoft.Extensions.Time.Testing;

namespace CharacterFanOut.SampleApi.Tests.Faults;

public sealed class ThrottleTests
{
    [Fact]
    public async Task Throttle_BucketEmpty_Answers429UntilTimeHasFilledIt()
    {
        FakeTimeProvider clock = new();
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { Throttle = new ThrottleRate(3, 's'), TimeProvider = clock });

        Assert.Equal("200 200 200 429", await StatusesAsync(api, 4));

        clock.Advance(TimeSpan.FromMilliseconds(700));
        Assert.Equal("200 200 429", await StatusesAsync(api, 3));

        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("200 200 200 429", await StatusesAsync(api, 4));
    }

    [Theory]
    [InlineData(null, 12)]
    [InlineData(2, 2)]
    public async Task Throttle_429_SaysWhenToComeBack(int? retryAfter, int expected)
    {
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions
        {
            Throttle = new ThrottleRate(5, 'm'),
            RetryAfterSeconds = retryAfter,
            TimeProvider = new FakeTimeProvider(),
        });
        await StatusesAsync(api, 5);

        using HttpResponseMessage refused = await api.Http.GetAsync("character/1");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(expected), refused.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Throttle_OtherFaultChanges_DoesNotFillTheBucket()
    {
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { Throttle = new ThrottleRate(1, 'd') });
        await StatusesAsync(api, 1);

        await api.PostAsync("/_faults", """{"malformed":0}""");
        Assert.Equal("429", await StatusesAsync(api, 1));

        await api.PostAsync("/_reset", "");
        Assert.Equal("200", await StatusesAsync(api, 1));
    }

    [Theory]
    [InlineData("100")]
    [InlineData("0/s")]
    [InlineData("-1/s")]
    [InlineData("1.5/s")]
    [InlineData("100/y")]
    [InlineData(null)]
    public void TryParse_NoRate_SaysWhatToWrite(string? text)
    {
        Assert.False(ThrottleRate.TryParse(text, out _, out string error));
        Assert.Contains("100/s", error, StringComparison.Ordinal);
    }

    private static async Task<string> StatusesAsync(RunningApi api, int requests)
    {
        int[] statuses = new int[requests];
        for (int index = 0; index < requests; index++)
        {
            statuses[index] = (int)(await api.GetAsync("character/1")).Status;
        }

        return string.Join(' ', statuses);
    }
}
