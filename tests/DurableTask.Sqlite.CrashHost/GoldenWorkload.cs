using DurableTask.Core;
using DurableTask.Core.History;

namespace DurableTask.Sqlite.CrashHost;

/// <summary>
/// Instances in every state that a file can hold, for the golden file of a schema version:
/// <c>dotnet run --project tests/DurableTask.Sqlite.CrashHost -- golden FILE</c> writes one with the version that is checked out.
/// </summary>
internal static class GoldenWorkload
{
    public static void Register(TaskHubWorker worker, bool isLater)
    {
        worker.AddTaskActivities(
            new Creator<TaskActivity>("Echo", "", () => new DelegateActivity<string, string>((_, input) => Task.FromResult(input))),
            new Creator<TaskActivity>("Broken", "", () => new DelegateActivity<string, string>(
                (_, input) => isLater ? Task.FromResult(input) : throw new InvalidOperationException("broken"))),
            new Creator<TaskActivity>("Endless", "", () => new DelegateActivity<string, string>(
                (_, input) => isLater ? Task.FromResult(input) : new TaskCompletionSource<string>().Task)));
        worker.AddTaskOrchestrations(
            Orchestrator("Done", (o, input) => o.CallAsync<string>("Echo", input)),
            Orchestrator("Waits", async (o, input) => await o.CallAsync<string>("Echo", input) + await o.WaitAsync("Go")),
            Orchestrator("Sleeps", async (o, input) =>
            {
                await o.DelayAsync(TimeSpan.FromDays(1));
                return input;
            }),
            Orchestrator("Open", (o, input) => o.CallAsync<string>("Endless", input)),
            Orchestrator("Fails", (o, input) => o.CallAsync<string>("Broken", input)),
            Orchestrator("Parent", (o, input) => o.CallSubAsync<string>("Waits", "child", input)));
    }

    public static async Task WriteAsync(string path)
    {
        await using var service = new SqliteOrchestrationService(new SqliteOrchestrationServiceOptions { DatabasePath = path });
        using var worker = new TaskHubWorker(service) { ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails };
        Register(worker, isLater: false);
        var client = new TaskHubClient(service);
        await worker.StartAsync();
        var tags = new Dictionary<string, string> { ["colour"] = "blue" };
        await client.CreateOrchestrationInstanceAsync("Done", "", "done", "in", tags);
        await client.CreateOrchestrationInstanceAsync("Fails", "", "failed", "mended");
        foreach (string name in (string[])["Waits", "Sleeps", "Open", "Parent"])
        {
            await client.CreateOrchestrationInstanceAsync(name, "", name.ToLowerInvariant(), "a");
        }

        var suspended = new OrchestrationInstance { InstanceId = "suspended" };
        await client.CreateOrchestrationInstanceAsync("Waits", "", "suspended", "a");
        await client.SuspendInstanceAsync(suspended, "for now");
        await client.RaiseEventAsync(suspended, "Go", "b");
        await client.CreateScheduledOrchestrationInstanceAsync("Done", "", "scheduled", "at last", DateTime.UtcNow.AddDays(2));
        await Task.WhenAll(
            UntilAsync(service, "done", h => h.Any(e => e is ExecutionCompletedEvent)),
            UntilAsync(service, "failed", h => h.Any(e => e is ExecutionCompletedEvent)),
            UntilAsync(service, "waits", h => h.Any(e => e is TaskCompletedEvent)),
            UntilAsync(service, "child", h => h.Any(e => e is TaskCompletedEvent)),
            UntilAsync(service, "sleeps", h => h.Any(e => e is TimerCreatedEvent)),
            UntilAsync(service, "open", h => h.Any(e => e is TaskScheduledEvent)),
            UntilAsync(service, "suspended", h => h.Any(e => e is EventRaisedEvent)));
        await worker.StopAsync(isForced: true);

        // Nobody takes this one's turn: its messages are still in the inbox.
        await client.CreateOrchestrationInstanceAsync("Waits", "", "pending", "a");
        await client.RaiseEventAsync(new OrchestrationInstance { InstanceId = "pending" }, "Go", "b");
    }

    private static Creator<TaskOrchestration> Orchestrator(string name, Func<Orchestration, string, Task<string>> run) =>
        new(name, "", () => new DelegateOrchestration<string, string>(run));

    private static async Task UntilAsync(SqliteOrchestrationService service, string id, Func<IReadOnlyList<HistoryEvent>, bool> isThere)
    {
        while (!isThere(await service.GetHistoryEventsAsync(id)))
        {
            await Task.Delay(20);
        }
    }
}
