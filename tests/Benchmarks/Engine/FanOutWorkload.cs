using EmbeddedFunctions.DurableTask;
using EmbeddedFunctions.DurableTask.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Benchmarks.Engine;

/// <summary>
/// The function app's shape with nothing in it: two batches of 100 in flight, a sliding window of activities in each, a fresh history
/// every 100 batches.
/// </summary>
internal static class FanOutWorkload
{
    public const string FanOut = "FanOut";
    public const string Flat = "Flat";
    public const string One = "One";
    public const int BatchSize = 100;
    private const int BatchesInFlight = 2;
    private const int BatchesPerExecution = 100;
    private const string Batch = "Batch";
    private const string Work = "Work";

    /// <summary>Starts an engine that runs it.</summary>
    /// <param name="database">The file; synchronous is FULL.</param>
    /// <param name="activity">What an activity does.</param>
    /// <param name="sessions">Whether orchestrations stay in memory between turns.</param>
    /// <param name="configure">Changes more of the options.</param>
    public static Task<DurableTaskTestHost> StartAsync(
        string database, Func<TaskActivityContext, int, Task<int>> activity, bool sessions = true, Action<DurableTaskEngineOptions>? configure = null) =>
        DurableTaskTestHost.StartAsync(
            registry => registry
                .AddActivityFunc(Work, activity)
                .AddOrchestratorFunc<FanOutShape, int>(Batch, RunBatchAsync)
                .AddOrchestratorFunc<FanOutShape, int>(FanOut, RunFanOutAsync)
                .AddOrchestratorFunc<int, int>(Flat, RunFlatAsync)
                .AddOrchestratorFunc<int, int>(One, (context, id) => context.CallActivityAsync<int>(Work, id)),
            options =>
            {
                options.DatabasePath = database;
                options.ExtendedSessionsEnabled = sessions;
                options.MaxConcurrentActivities = 100;
                options.MaxConcurrentOrchestrators = 100;
                configure?.Invoke(options);
            });

    /// <summary>Runs a fan-out over ids 1..<paramref name="ids"/> to its end.</summary>
    public static async Task RunAsync(DurableTaskClient client, int ids, int window)
    {
        string id = await client.ScheduleNewOrchestrationInstanceAsync(FanOut, new FanOutShape(1, ids, window));
        Expect(await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true), ids);
    }

    public static void Expect(OrchestrationMetadata end, int result)
    {
        if (end.RuntimeStatus != OrchestrationRuntimeStatus.Completed || end.ReadOutputAs<int>() != result)
        {
            throw new BenchmarkFailedException(
                $"'{end.InstanceId}' is {end.RuntimeStatus} with {end.SerializedOutput ?? end.FailureDetails?.ErrorMessage}; {result} was expected.");
        }
    }

    private static async Task<int> RunFanOutAsync(TaskOrchestrationContext context, FanOutShape shape)
    {
        int done = shape.Done;
        int next = shape.From;
        int last = Math.Min(shape.To, shape.From + (BatchesPerExecution * BatchSize) - 1);
        var inFlight = new List<Task<int>>();
        while (next <= last || inFlight.Count > 0)
        {
            while (next <= last && inFlight.Count < BatchesInFlight)
            {
                int to = Math.Min(last, next + BatchSize - 1);
                inFlight.Add(context.CallSubOrchestratorAsync<int>(
                    Batch,
                    new FanOutShape(next, to, shape.Window),
                    new SubOrchestrationOptions { InstanceId = $"{context.InstanceId}:{next}" }));
                next = to + 1;
            }

            Task<int> ended = await Task.WhenAny(inFlight);
            inFlight.Remove(ended);
            done += await ended;
        }

        if (next <= shape.To)
        {
            context.ContinueAsNew(shape with { From = next, Done = done });
        }

        return done;
    }

    private static async Task<int> RunBatchAsync(TaskOrchestrationContext context, FanOutShape shape)
    {
        int done = 0;
        int next = shape.From;
        var inFlight = new HashSet<Task<int>>();
        while (next <= shape.To || inFlight.Count > 0)
        {
            while (next <= shape.To && inFlight.Count < shape.Window)
            {
                inFlight.Add(context.CallActivityAsync<int>(Work, next++));
            }

            Task<int> ended = await Task.WhenAny(inFlight);
            inFlight.Remove(ended);
            done += await ended == 0 ? 0 : 1;
        }

        return done;
    }

    /// <summary>The shape that a fan-out should not have, and that must not harm others: all activities at once, in one instance.</summary>
    private static async Task<int> RunFlatAsync(TaskOrchestrationContext context, int ids)
    {
        int[] results = await Task.WhenAll(Enumerable.Range(1, ids).Select(id => context.CallActivityAsync<int>(Work, id)));
        return results.Length;
    }
}
