using System.Net.Http.Json;
using System.Text.Json;

namespace FunctionsHost.Tests.Durable;

/// <summary>Durable functions through the real worker, its durable client among them.</summary>
public sealed class WorkerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orchestrators_OfTheApp_RunToTheirEnd()
    {
        await using var host = await TestHosts.StartAppAsync();

        Assert.Equal("[0,1,4,9]", (await RunAsync(host, "Squares", 4)).Output);
        Assert.Equal("100", (await RunAsync(host, "Windows", 100)).Output);
        Assert.Equal("300", (await RunAsync(host, "Batches", 3)).Output);
        Assert.Equal("0", (await RunAsync(host, "Countdown", 3)).Output);
        Assert.Equal("\"attempt 3\"", (await RunAsync(host, "Retries", null)).Output);
        Assert.Equal("\"204 \"", (await RunAsync(host, "Fetches", new Uri(host.BaseAddress, "api/nothing").ToString())).Output);
    }

    [Fact]
    public async Task Activity_Throws_FailureHasTypesAndInner()
    {
        await using var host = await TestHosts.StartAppAsync();

        var done = await RunAsync(host, "Fails", null);

        Assert.Equal(
            ("Failed", "Task 'Raise' (#0) failed with an unhandled exception: because", "System.InvalidOperationException", "System.TimeoutException"),
            (done.Status, done.Failure, done.Inner, done.Innermost));
    }

    [Fact]
    public async Task Orchestrator_AsksForAnEntity_FailsAndSaysThatThereAreNone()
    {
        await using var host = await TestHosts.StartAppAsync();

        var done = await RunAsync(host, "Signals", null);

        Assert.Equal(("Failed", "An orchestrator asked for the entity '@counter@one': this host has no durable entities."), (done.Status, done.Failure));
    }

    internal static async Task<Outcome> RunAsync(TestHost host, string name, object? input)
    {
        var id = await StartAsync(host, name, input);
        return (await host.Client.GetFromJsonAsync<Outcome>($"api/durable/{id}", JsonSerializerOptions.Web, Cancelled))!;
    }

    internal static async Task<string> StartAsync(TestHost host, string name, object? input)
    {
        using var started = await host.Client.PostAsJsonAsync($"api/durable/{name}", input, Cancelled);
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync(Cancelled));
        return (await started.Content.ReadAsStringAsync(Cancelled)).Trim('"');
    }

    internal sealed record Outcome(string Status, string? Output, string? Failure, string? Inner, string? Innermost);
}
