using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;
using Microsoft.Extensions.DependencyInjection;

namespace CharacterFanOut.Functions.Tests.Orchestrations;

/// <summary>What a batch that is over had in flight, the batches that still run have when none waits.</summary>
public sealed class SharedSlotsTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly FanOutRequest TwoBatches = new() { Ids = IdSet.Range(1, 40), BatchSize = 20, MaxConcurrency = 8 };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_OneBatchIsOver_TheOtherHasTheWholeCap(bool sessions)
    {
        var (inFlight, whole) = (0, new TaskCompletionSource());
        async Task<HttpStatusCode> AnswerAsync(int id)
        {
            if (id > 20 && Interlocked.Increment(ref inFlight) == 8)
            {
                whole.SetResult();
            }

            await (id > 20 ? whole.Task.WaitAsync(Deadline) : Task.CompletedTask);
            return HttpStatusCode.OK;
        }

        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await StartAsync(api, sessions, folder, null, AnswerAsync);

        var report = await engine.RunAsync(TwoBatches);

        Assert.Equal((40, 0, 8), (report.Fetched, report.Failed, engine.Fetches.Max));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_OneBatchIsOverWhileTheOtherIsThrottled_NobodyIsAskedBeforeTheTime(bool sessions)
    {
        using var folder = new TestFolder();
        using var clock = new SkippingClock();
        var (start, asked, throttled) = (clock.GetUtcNow(), new ConcurrentQueue<DateTimeOffset>(), new TaskCompletionSource());
        async Task<HttpStatusCode> AnswerAsync(int id)
        {
            if (id <= 20)
            {
                await throttled.Task.WaitAsync(Deadline);
                return HttpStatusCode.OK;
            }

            asked.Enqueue(clock.GetUtcNow());
            return clock.GetUtcNow() - start < TimeSpan.FromHours(1) ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK;
        }

        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await StartAsync(api, sessions, folder, clock, AnswerAsync);

        // The first batch ends only after the other one knows that it is throttled.
        var id = await engine.StartFanOutAsync(TwoBatches);
        await Eventually.GetAsync(() => engine.ViewAsync(id), view => view.ThrottledUntil is not null && asked.Count == 4);
        throttled.SetResult();
        var report = await engine.ReportOfAsync(id);

        Assert.Equal((40, 0), (report.Fetched, report.Failed));
        Assert.InRange(engine.Fetches.Max, 1, 8);
        Assert.Equal(4, asked.Count(at => at - start < TimeSpan.FromHours(1)));
    }

    private static Task<FanOutEngine> StartAsync(SampleApiServer api, bool sessions, TestFolder folder, SkippingClock? clock, Func<int, Task<HttpStatusCode>> answer) =>
        FanOutEngine.StartAsync(
            api,
            sessions,
            folder,
            clock,
            services => services.AddHttpClient(nameof(CharacterClient)).AddHttpMessageHandler(() => new Answers(answer)),
            settings: [new("CharacterApi:AttemptTimeout", "00:00:40"), new("CharacterApi:TotalTimeout", "00:00:50")]);

    /// <summary>Answers when it is told to: the sample API's 200, or 429 for an hour.</summary>
    private sealed class Answers(Func<int, Task<HttpStatusCode>> answer) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var status = await answer(int.Parse(request.RequestUri!.Segments[^1], CultureInfo.InvariantCulture));
            if (status == HttpStatusCode.OK)
            {
                return await base.SendAsync(request, cancellationToken);
            }

            var throttled = new HttpResponseMessage(status) { Content = new StringContent("") };
            throttled.Headers.RetryAfter = new(TimeSpan.FromHours(1));
            return throttled;
        }
    }
}
