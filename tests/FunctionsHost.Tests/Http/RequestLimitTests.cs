using System.Net;

namespace FunctionsHost.Tests.Http;

/// <summary>More requests than the worker is to have at a time.</summary>
public sealed class RequestLimitTests
{
    [Fact]
    public async Task Requests_MoreThanMayRun_WaitTheirTurn_AndMoreThanMayWaitAreRefused()
    {
        using var folder = new TempFolder();
        folder.Write("host.json", """{"extensions":{"http":{"maxConcurrentRequests":2,"maxOutstandingRequests":3}}}""");
        var (entered, release) = (new SemaphoreSlim(0), new TaskCompletionSource());
        var worker = new FakeWorker().Http("Work");
        worker.OnInvoke = async (_, _, _) =>
        {
            entered.Release();
            await release.Task;
            return FakeWorker.Text("done");
        };
        await using var host = await TestHosts.StartAsync(worker, appDirectory: folder.Path);
        var running = new[] { host.Client.GetAsync("api/Work"), host.Client.GetAsync("api/Work") };
        await entered.WaitAsync(TestContext.Current.CancellationToken);
        await entered.WaitAsync(TestContext.Current.CancellationToken);

        // One of these two waits, and the other is refused.
        var later = new[] { host.Client.GetAsync("api/Work"), host.Client.GetAsync("api/Work") };
        using var refused = await await Task.WhenAny(later);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(0, entered.CurrentCount);

        release.SetResult();
        var answers = await Task.WhenAll([.. running, .. later]);
        Assert.Equal(3, answers.Count(static answer => answer.IsSuccessStatusCode));
        Assert.All(answers, static answer => answer.Dispose());
    }

    [Fact]
    public async Task Requests_AThousandAtOnce_AreAllAnswered()
    {
        var (now, most) = (0, 0);
        var worker = new FakeWorker().Http("Work");
        worker.OnInvoke = async (_, _, _) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
            return FakeWorker.Text("done");
        };
        await using var host = await TestHosts.StartAsync(worker);
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => host.Client.GetStringAsync("api/Work")));
        Assert.All(answers, static answer => Assert.Equal("done", answer));
        Assert.InRange(most, 1, 100);
    }

    [Fact]
    public async Task Request_ThatABusyWorkerDidNotBegin_IsUnavailableAndMayBeSentAgain()
    {
        var worker = new FakeWorker().Http("Work");
        worker.OnInvoke = static (_, _, _) => throw new TimeoutException("Timed out waiting for the HTTP context to be set. Invocation: '1'.");
        await using var host = await TestHosts.StartAsync(worker);
        using var answer = await host.Client.GetAsync("api/Work");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
            // Another thread changed it in between.
        }
    }
}
