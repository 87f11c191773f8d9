using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Tests.Hub;
using Microsoft.Extensions.Time.Testing;

namespace DurableTask.Sqlite.Tests.Files;

/// <summary>Files of every schema version there was are opened, and what is in them goes on. See <see cref="GoldenWorkload"/>.</summary>
public sealed class GoldenFileTests
{
    [Theory]
    [InlineData("v1.db")]
    public async Task File_OfAnEarlierVersion_GoesOn(string name)
    {
        var later = new FakeTimeProvider(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var hub = new TestHub(o => o.TimeProvider = later)
        {
            ConfigureWorker = worker =>
            {
                worker.UseTimeProvider(later);
                GoldenWorkload.Register(worker, isLater: true);
            },
        };
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Golden", name), hub.DatabasePath);
        await hub.RunAsync();

        OrchestrationState done = await hub.StateAsync("done");
        Assert.Equal("\"in\"", done.Output);
        Assert.Equal("blue", done.Tags["colour"]);
        Assert.EndsWith("broken", (await hub.StateAsync("failed")).FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(8, (await hub.HistoryAsync("done")).Count);

        await hub.RaiseAsync("waits", "Go", "b");
        await hub.RaiseAsync("child", "Go", "b");
        await hub.Client.ResumeInstanceAsync(new OrchestrationInstance { InstanceId = "suspended" });
        await hub.Service.RewindTaskOrchestrationAsync("failed", "it works by now");
        var outputs = new Dictionary<string, string>
        {
            ["waits"] = "ab",
            ["child"] = "ab",
            ["parent"] = "ab",
            ["suspended"] = "ab",
            ["pending"] = "ab",
            ["sleeps"] = "a",
            ["open"] = "a",
            ["scheduled"] = "at last",
            ["failed"] = "mended",
        };
        foreach ((string id, string output) in outputs)
        {
            Assert.Equal($"\"{output}\"", (await hub.WaitAsync(id)).Output);
        }

        Assert.Single((await hub.HistoryAsync("suspended")).OfType<ExecutionResumedEvent>());
    }
}
