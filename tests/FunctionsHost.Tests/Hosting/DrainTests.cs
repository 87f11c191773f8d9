using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsHost.Tests.Hosting;

public sealed class DrainTests
{
    [Fact]
    public async Task Stop_LetsARunningRequestEnd_AndRefusesOthers()
    {
        var entered = new TaskCompletionSource();
        var open = new TaskCompletionSource();
        var worker = new FakeWorker().Http("Slow");
        worker.OnInvoke = async (_, _, _) =>
        {
            entered.TrySetResult();
            await open.Task;
            return FakeWorker.Text("done");
        };
        await using var host = await TestHosts.StartAsync(worker);
        var answer = host.Client.GetStringAsync("api/Slow");
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var stopping = host.StopAsync();
        using (var refused = await host.Client.GetAsync("api/Slow"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }

        Assert.False(stopping.IsCompleted);
        open.SetResult();
        Assert.Equal("done", await answer);
        await stopping;
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.Client.GetAsync("api/Slow"));
    }

    [Fact]
    public async Task Stop_WhatOutlastsPatience_IsToldToCancel()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var entered = new TaskCompletionSource();
        var worker = new FakeWorker().Http("Endless");
        worker.OnInvoke = async (_, _, cancellationToken) =>
        {
            entered.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return FakeWorker.Text("never");
        };
        await using var host = await TestHosts.StartAsync(worker, time: time);
        var answer = host.Client.GetAsync("api/Endless");
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var stopping = host.StopAsync();
        await Polling.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                return answer.IsCompleted;
            },
            "the request was cancelled");
        using var response = await answer;
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        await stopping;
    }
}
