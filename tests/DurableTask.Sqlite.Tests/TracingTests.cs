using System.Collections.Concurrent;
using System.Diagnostics;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Tests.Hub;

namespace DurableTask.Sqlite.Tests;

/// <summary>Trace contexts and tags go where the work goes, also over a restart.</summary>
public sealed class TracingTests
{
    /// <param name="seen">Takes the tag "team" of the orchestration and of the activity itself, for each activity that runs.</param>
    private static TestHub Hub(ConcurrentBag<string> seen)
    {
        var hub = new TestHub
        {
            ConfigureWorker = worker => worker.AddActivityDispatcherMiddleware((context, next) =>
            {
                seen.Add($"{Team(context.GetProperty<OrchestrationExecutionContext>()?.OrchestrationTags)} {Team(context.GetProperty<TaskScheduledEvent>().Tags)}");
                return next();
            }),
        };
        return hub
            .Activity<string, string>("Echo", Task.FromResult)
            .Orchestrator<string, string>("Twice", async (o, input) =>
            {
                string first = await o.CallAsync<string>("Echo", input);
                await o.WaitAsync("Go");
                return first + await o.CallAsync<string>("Echo", input);
            });
    }

    private static string? Team(IDictionary<string, string>? tags) => tags is not null && tags.TryGetValue("team", out string? team) ? team : null;

    [Fact]
    public async Task Traced_OverARestart_KeepsOneOrchestrationSpan()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "DurableTask.Core" or nameof(TracingTests),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource(nameof(TracingTests));
        await using TestHub hub = await Hub([]).RunAsync();
        ActivityTraceId trace;
        using (Activity client = source.StartActivity("client")!)
        {
            trace = client.TraceId;
            await hub.StartAsync("Twice", "x", "traced");
        }

        await TestHub.EventuallyAsync(async () => (await hub.HistoryAsync("traced")).Any(e => e is TaskCompletedEvent));
        await hub.RestartAsync();
        await hub.RaiseAsync("traced", "Go", "");
        await hub.WaitAsync("traced");

        ILookup<string, Activity> ours = spans.Where(s => s.TraceId == trace).ToLookup(s => s.OperationName);
        Assert.Single(ours["orchestration:Twice"].Where(s => s.Kind == ActivityKind.Server).Select(s => s.SpanId).Distinct());
        Assert.Equal(2, ours["activity:Echo"].Count(s => s.Kind == ActivityKind.Server));
    }

    [Fact]
    public async Task Tags_ReachActivitiesAlsoThoseGivenOutAgain()
    {
        var seen = new ConcurrentBag<string>();
        await using TestHub hub = Hub(seen);
        await hub.Client.CreateOrchestrationInstanceAsync("Twice", "", "tagged", "x", new Dictionary<string, string> { ["team"] = "blue" });
        await hub.RunAsync();
        await hub.RaiseAsync("tagged", "Go", "");
        await hub.WaitAsync("tagged");

        Assert.Equal(["blue blue", "blue blue"], seen);
    }

    [Fact]
    public async Task Tags_OfAnActivityUnderWayAtTheEnd_AreThereAfterARestart()
    {
        var seen = new ConcurrentBag<string>();
        var release = new TaskCompletionSource();
        await using TestHub hub = await Hub(seen)
            .Activity<string, string>("Slow", async input =>
            {
                await release.Task;
                return input;
            })
            .Orchestrator<string, string>("Slowly", (o, input) => o.CallAsync<string>("Slow", input))
            .RunAsync();
        await hub.Client.CreateOrchestrationInstanceAsync("Slowly", "", "tagged", "x", new Dictionary<string, string> { ["team"] = "blue" });
        await TestHub.EventuallyAsync(() => Task.FromResult(seen.Count == 1));
        await hub.RestartAsync();
        release.SetResult();

        Assert.Equal("\"x\"", (await hub.WaitAsync("tagged")).Output);
        Assert.Equal(["blue blue", "blue blue"], seen);
    }

    [Fact]
    public async Task FireAndForget_ChildOutlivesItsParent()
    {
        await using TestHub hub = await new TestHub()
            .Orchestrator<string, string>("Child", (o, _) => o.WaitAsync("Go"))
            .Orchestrator<string, string>("Parent", (o, input) =>
            {
                _ = o.Context.CreateSubOrchestrationInstance<string>(
                    "Child", "", "child", "", new Dictionary<string, string> { [OrchestrationTags.FireAndForget] = "" });
                return Task.FromResult(input);
            })
            .RunAsync();

        Assert.Equal("\"gone\"", (await hub.RunToEndAsync("Parent", "gone")).Output);
        await hub.RaiseAsync("child", "Go", "on my own");
        Assert.Equal("\"on my own\"", (await hub.WaitAsync("child")).Output);
    }
}
