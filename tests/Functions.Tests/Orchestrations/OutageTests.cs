using System.Globalization;
using System.Net;
using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;
using Microsoft.Extensions.DependencyInjection;

namespace CharacterFanOut.Functions.Tests.Orchestrations;

public sealed class OutageTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    // Cached and with replay at every turn, for each way to be away.
    public static TheoryData<bool, Silence> Ways => new(
        from sessions in new[] { true, false } from silence in Enum.GetValues<Silence>() select new TheoryDataRow<bool, Silence>(sessions, silence));

    public enum Silence
    {
        Refused,
        Status503,
        Hang,
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Run_UpstreamAwayFor75Seconds_LosesNoId(bool sessions, Silence silence)
    {
        using var folder = new TestFolder();
        using var clock = new SkippingClock(Start);
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        var upstream = new Outages(clock, silence, (30, TimeSpan.FromSeconds(75)));
        await using var engine = await StartAsync(api, sessions, folder, clock, upstream);

        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, 200), BatchSize = 50, MaxConcurrency = 10 });

        Assert.Equal((200, 0, null), (report.Fetched, report.Failed, report.Outage));
        Assert.InRange(engine.Fetches.Max, 1, 10);
        Assert.InRange(report.FinishedAt - report.StartedAt, TimeSpan.FromSeconds(75), TimeSpan.FromSeconds(150));
        Assert.Equal(Enumerable.Range(1, 200), (await engine.StoredAsync()).Fetched);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Run_UpstreamAwayForLongerThanTheTimeout_FailsTheRestWithAMessage(bool sessions, Silence silence)
    {
        using var folder = new TestFolder();
        using var clock = new SkippingClock(Start);
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        var upstream = new Outages(clock, silence, (30, TimeSpan.FromDays(1)));
        await using var engine = await StartAsync(api, sessions, folder, clock, upstream);

        var report = await engine.RunAsync(
            new() { Ids = IdSet.Range(1, 200), BatchSize = 20, MaxConcurrency = 10, OutageTimeout = TimeSpan.FromMinutes(10) });

        Assert.Equal((FanOutResult.Completed, 200, 0), (report.Result, report.Fetched + report.Failed, report.NotAttempted));
        Assert.InRange(report.Fetched, 20, 30);
        Assert.InRange(report.FinishedAt - report.StartedAt, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
        Assert.All(report.Failures, failure => Assert.Contains("away for longer than 00:10:00, since 2026-03-01 00:00:00 UTC", failure.Message, StringComparison.Ordinal));
        Assert.All(report.Failures, failure => Assert.DoesNotContain("character/", failure.Message, StringComparison.Ordinal));
        Assert.Equal(report.Failed, report.FailedByKind[silence switch { Silence.Refused => "network", Silence.Hang => "timeout", _ => "upstream" }]);
        Assert.Contains("away", report.Outage, StringComparison.Ordinal);
        var stored = await engine.StoredAsync();
        Assert.Equal(Enumerable.Range(1, 200), stored.Fetched.Concat(stored.Failed).Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_AbortAndUpstreamAwayForLongerThanTheTimeout_DoesNotAskForTheRest(bool sessions)
    {
        using var folder = new TestFolder();
        using var clock = new SkippingClock(Start);
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        var upstream = new Outages(clock, Silence.Refused, (30, TimeSpan.FromDays(1)));
        await using var engine = await StartAsync(api, sessions, folder, clock, upstream);

        var report = await engine.RunAsync(
            new() { Ids = IdSet.Range(1, 200), BatchSize = 20, MaxConcurrency = 10, OnFailure = OnFailure.Abort, OutageTimeout = TimeSpan.FromMinutes(10) });

        Assert.Equal((FanOutResult.Aborted, 0, 200), (report.Result, report.Failed, report.Fetched + report.NotAttempted));
        Assert.InRange(report.Fetched, 20, 30);
        Assert.Contains("away for longer than 00:10:00", report.Outage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_UpstreamAwayAndBackAndAwayAgain_CountsAnew(bool sessions)
    {
        using var folder = new TestFolder();
        using var clock = new SkippingClock(Start);
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        var upstream = new Outages(clock, Silence.Refused, (30, TimeSpan.FromMinutes(40)), (50, TimeSpan.FromMinutes(40)), (70, TimeSpan.FromMinutes(40)));
        await using var engine = await StartAsync(api, sessions, folder, clock, upstream);

        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, 100), MaxConcurrency = 5 });

        Assert.Equal((100, 0), (report.Fetched, report.Failed));
        Assert.InRange(report.FinishedAt - report.StartedAt, TimeSpan.FromMinutes(120), TimeSpan.FromMinutes(160));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 7)]
    public async Task Run_BatchOfOneIdAndUpstreamAwayFromTheStart_WaitsForIt(bool sessions, int count)
    {
        using var folder = new TestFolder();
        using var clock = new SkippingClock(Start);
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        var upstream = new Outages(clock, Silence.Refused, (0, TimeSpan.FromSeconds(75)));
        await using var engine = await StartAsync(api, sessions, folder, clock, upstream);

        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, count), BatchSize = 1, MaxConcurrency = 3 });

        Assert.Equal((count, 0), (report.Fetched, report.Failed));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Run_OneIdThatIsNeverAnswered_IsItsOwnFailureAndNoOutage(bool sessions, Silence silence)
    {
        using var folder = new TestFolder();
        using var clock = new SkippingClock(Start);
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        var upstream = new Outages(clock, silence) { OnlyId = 7 };
        await using var engine = await StartAsync(api, sessions, folder, clock, upstream);

        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, 20), BatchSize = 20, MaxConcurrency = 4 });

        Assert.Equal((19, 1, 7, null), (report.Fetched, report.Failed, report.Failures.Single().Id, report.Outage));
        Assert.Contains("Character 7", report.Failures.Single().Message, StringComparison.Ordinal);
        Assert.InRange(report.Failures.Single().Attempts, 1, 10);
        Assert.InRange(report.FinishedAt - report.StartedAt, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_BatchWhoseIdsAloneAreNeverAnswered_FailsThemAndNoOthers(bool sessions)
    {
        using var folder = new TestFolder();
        using var clock = new SkippingClock(Start);
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        var upstream = new Outages(clock, Silence.Refused) { OnlyId = 50 };
        await using var engine = await StartAsync(api, sessions, folder, clock, upstream);

        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, 100), BatchSize = 1, MaxConcurrency = 2 });

        Assert.Equal((99, 1, null), (report.Fetched, report.Failed, report.Outage));
        Assert.InRange(report.FinishedAt - report.StartedAt, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_FirstBatchAloneIsNeverAnswered_DoesNotCostTheRest(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        var upstream = new Outages(TimeProvider.System, Silence.Refused) { OnlyId = 1 };
        await using var engine = await StartAsync(api, sessions, folder, clock: null, upstream);

        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, 40), BatchSize = 1, MaxConcurrency = 2, OutageTimeout = TimeSpan.FromSeconds(3) });

        Assert.Equal((39, 1, null), (report.Fetched, report.Failed, report.Outage));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_CircuitThatAnotherBatchKeepsOpen_IsNotCountedAsATry(bool sessions)
    {
        using var folder = new TestFolder();
        using var clock = new SkippingClock(Start);
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await FanOutEngine.StartAsync(api, sessions, folder, clock, services => services.AddHttpClient(nameof(CharacterClient)).AddHttpMessageHandler(
            () => new Connection(new Outages(clock, Silence.Refused, (0, TimeSpan.FromSeconds(15))))), settings:
        [
            new("CharacterApi:CircuitMinimumThroughput", "2"), new("CharacterApi:CircuitBreakDuration", "00:00:00.5"), new("CharacterApi:RetryCount", "0"),
        ]);

        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, 8), BatchSize = 4, MaxConcurrency = 8 });

        Assert.Equal((8, 0), (report.Fetched, report.Failed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task View_UpstreamAway_SaysSinceWhenAndWhyAndWhenItIsAskedNext(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        var upstream = new Outages(TimeProvider.System, Silence.Refused, (30, TimeSpan.FromDays(1)));
        await using var engine = await StartAsync(api, sessions, folder, clock: null, upstream);
        await engine.StartFanOutAsync(new() { Ids = IdSet.Range(1, 200), BatchSize = 20, MaxConcurrency = 10 });

        var away = await Eventually.GetAsync(() => engine.ViewAsync(), view => view is { Waiting: not null, InFlight: 0 });

        Assert.Equal((WaitReason.Unreachable, null, null), (away.Waiting!.Reason, away.ThrottledUntil, away.SecondsLeft));
        Assert.Contains("Connection refused", away.Waiting.Error, StringComparison.Ordinal);
        Assert.Equal(away.Waiting.Since + FanOutRequest.DefaultOutageTimeout, away.Waiting.GivenUpAt);
        Assert.True(away.Waiting.NextTryAt > away.Waiting.Since);

        // The clock is the system's: nothing but the cancellation can end the wait.
        await FanOutControl.CancelAsync(engine.Client, "run", TestContext.Current.CancellationToken);
        var report = await engine.ReportOfAsync("run").WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal((FanOutResult.Canceled, 0), (report.Result, report.Failed));
    }

    [Theory]
    [InlineData(null, "00:20:00")]
    [InlineData("00:05:00", "00:05:00")]
    public async Task Start_OutageTimeout_IsTheRequestsOrTheSettings(string? asked, string expected)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await FanOutEngine.StartAsync(api, sessions: true, folder, settings: [new("FanOut:OutageTimeout", "00:20:00")]);

        var request = new FanOutRequest { Ids = IdSet.Range(1, 1), OutageTimeout = asked is null ? null : TimeSpan.Parse(asked, CultureInfo.InvariantCulture) };
        await engine.RunAsync(request);

        Assert.Equal(expected, (await engine.ViewAsync()).Request!.OutageTimeout.ToString());

        // The same request again is the same, whatever the setting is.
        await engine.StartFanOutAsync(request);
    }

    private static Task<FanOutEngine> StartAsync(SampleApiServer api, bool sessions, TestFolder folder, SkippingClock? clock, Outages upstream) => FanOutEngine.StartAsync(
        api,
        sessions,
        folder,
        clock,
        services => services.AddHttpClient(nameof(CharacterClient)).AddHttpMessageHandler(() => new Connection(upstream)),

        // The circuit breaker is on the system's clock.
        settings:
        [
            new("CharacterApi:CircuitMinimumThroughput", "100000"), new("CharacterApi:AttemptTimeout", "00:00:00.1"),
            new("CharacterApi:TotalTimeout", "00:00:00.2"), new("CharacterApi:CloseTimeout", "00:00:00"),
        ]);

    /// <summary>When an upstream is away: after so many answers, for so long.</summary>
    private sealed class Outages(TimeProvider clock, Silence silence, params (int After, TimeSpan For)[] outages)
    {
        private readonly Lock gate = new();
        private int answers;
        private int next;
        private DateTimeOffset until;

        /// <summary>The only id that gets no answer, at any time.</summary>
        public int? OnlyId { get; init; }

        public Silence Silence => silence;

        public bool IsAway(int id)
        {
            lock (gate)
            {
                if (next < outages.Length && answers >= outages[next].After)
                {
                    until = clock.GetUtcNow() + outages[next++].For;
                }

                var away = id == OnlyId || clock.GetUtcNow() < until;
                answers += away ? 0 : 1;
                return away;
            }
        }
    }

    private sealed class Connection(Outages outages) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!outages.IsAway(int.Parse(request.RequestUri!.Segments[^1], CultureInfo.InvariantCulture)))
            {
                return await base.SendAsync(request, cancellationToken);
            }

            switch (outages.Silence)
            {
                case Silence.Refused:
                    throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused (127.0.0.1:9)");
                case Silence.Status503:
                    return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("") };
                default:
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                    throw new InvalidOperationException("It never answers.");
            }
        }
    }
}
