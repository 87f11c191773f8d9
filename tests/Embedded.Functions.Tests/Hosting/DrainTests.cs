using EmbeddedFunctions.Tests.Apps;
using EmbeddedFunctions.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedFunctions.Tests.Hosting;

public sealed class DrainTests
{
    [Fact]
    public async Task Stop_LetsARunningRequestEnd()
    {
        var gate = new SlowGate();
        await using var host = await StartAsync(gate, null, null);
        using var client = host.CreateClient();
        var answer = client.GetStringAsync("api/SlowHttp");
        await gate.Entered.WaitAsync(TimeSpan.FromSeconds(30));
        var stopping = host.StopAsync();
        Assert.False(stopping.IsCompleted);
        gate.Open.SetResult();
        Assert.Equal("/api/SlowHttp", await answer);
        await stopping;
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetAsync("api/SlowHttp"));
    }

    [Fact]
    public async Task Stop_LetsARunningActivityEndAndKeepsItsResult()
    {
        using var folder = new TempFolder();
        var gate = new SlowGate();
        string id;
        await using (var host = await StartAsync(gate, folder.Path, null))
        {
            id = await host.DurableClient.ScheduleNewOrchestrationInstanceAsync("SlowOrchestrator", TestContext.Current.CancellationToken);
            await gate.Entered.WaitAsync(TimeSpan.FromSeconds(30));
            var stopping = host.StopAsync();
            gate.Open.SetResult();
            await stopping;
        }

        // Had the activity run again, it would have entered the new gate, which stays shut.
        var shut = new SlowGate();
        await using var again = await StartAsync(shut, folder.Path, null);
        var done = await again.DurableClient.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("x!", done.ReadOutputAs<string>());
        Assert.Equal(0, shut.Entered.CurrentCount);
    }

    [Fact]
    public async Task Stop_AnActivityThatGivesUpInTheEnd_RunsAgainAfterTheRestart()
    {
        using var folder = new TempFolder();
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var gate = new SlowGate();
        string id;
        await using (var host = await StartAsync(gate, folder.Path, time))
        {
            id = await host.DurableClient.ScheduleNewOrchestrationInstanceAsync("CutShort", TestContext.Current.CancellationToken);
            await gate.Entered.WaitAsync(TimeSpan.FromSeconds(30));
            var stopping = host.StopAsync();
            await Polling.UntilAsync(
                () =>
                {
                    time.Advance(TimeSpan.FromSeconds(5));
                    return stopping.IsCompleted;
                },
                "the host has stopped");
            await stopping;
        }

        var open = new SlowGate();
        open.Open.SetResult();
        await using var again = await StartAsync(open, folder.Path, time);
        var done = await again.DurableClient.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.Equal("x!", done.ReadOutputAs<string>());
        Assert.Equal(1, open.Entered.CurrentCount);
    }

    private static Task<FunctionsTestHost> StartAsync(SlowGate gate, string? folder, TimeProvider? time)
        => TestHosts.StartAsync([typeof(SlowFunctions)], null, builder => builder.Services.AddSingleton(gate), time, folder);
}
