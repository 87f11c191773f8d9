using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using CharacterFanOut.EndToEnd.Hosts;

namespace CharacterFanOut.EndToEnd.BlackBox;

[Trait("suite", "blackbox")]
[Collection(BlackBoxCollection.Name)]
public sealed class LoadTests(BlackBoxHost host)
{
    private const int Ids = 20_000;

    // Where a question is a dozen calls of a storage emulator, a thousand take minutes.
    private static readonly int AtOnce = HostStorage.IsAzureChosen ? 200 : 1000;

    [Fact]
    public async Task Status_ManyAtOnceWhileAFanOutRuns_IsAlwaysAnswered()
    {
        await host.UpstreamAsync(new { });
        var small = await host.StartAsync(new { ids = "1-9" });
        await host.UntilOverAsync(small);

        // Once for nothing: the first ones pay for their connections and for code that is compiled.
        await AskAsync(small);
        var idle = await AskAsync(small);
        await host.UpstreamAsync(new { latency = "fixed:20ms" });
        var id = await host.StartAsync(new { ids = $"1-{Ids}", batchSize = 500, maxConcurrency = 100 });
        await host.UntilAsync(id, s => s.GetProperty("fetched").GetInt32() > 0);

        var busy = await AskAsync(id);

        var status = await host.JsonAsync($"api/fanouts/{id}");
        Assert.True(status.GetProperty("status").GetString() == "running", "The fan-out was over before the questions were, so nothing was tried.");

        // The rest would take minutes where each activity is a message through storage.
        using var cancel = await host.PostAsync($"api/fanouts/{id}/cancel");
        Assert.Equal(HttpStatusCode.Accepted, cancel.StatusCode);
        Assert.Equal("canceled", (await host.UntilOverAsync(id)).GetProperty("status").GetString());
        TestContext.Current.TestOutputHelper!.WriteLine($"p99 of {AtOnce} at once: idle {P99(idle)} ms, busy {P99(busy)} ms");
    }

    private async Task<ConcurrentBag<double>> AskAsync(string id)
    {
        var took = new ConcurrentBag<double>();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            var started = Stopwatch.GetTimestamp();
            using var answer = await host.GetAsync($"api/fanouts/{id}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }));
        return took;
    }

    private static double P99(IEnumerable<double> took) => Math.Round(took.Order().ElementAt(AtOnce * 99 / 100), 1);
}
