using EmbeddedFunctions.DurableTask.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Storage;

/// <summary>
/// The orchestration inside the golden task hub files: stopped half-way with a completed activity, a failed one, a fired timer, a finished
/// child, a consumed event and a custom status behind it, waiting for the event "go". What an engine once wrote, every later one goes on with.
/// </summary>
internal static class GoldenHub
{
    public const string InstanceId = "golden";
    public const string ExpectedOutput = "echo:1|TaskFailed|timer|child:7|early|go";

    public static Task<DurableTaskTestHost> StartAsync(string file) =>
        DurableTaskTestHost.StartAsync(Register, options => options.DatabasePath = file);

    /// <summary>Writes the file of the current version.</summary>
    public static async Task WriteAsync(string file)
    {
        await using DurableTaskTestHost host = await StartAsync(file);
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Golden", "1", new StartOrchestrationOptions(InstanceId));
        await host.Client.RaiseEventAsync(InstanceId, "early", "early");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await host.Client.GetInstanceAsync(InstanceId, limit.Token))!.SerializedCustomStatus is null)
        {
            await Task.Yield();
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Lets the waiting instance finish.</summary>
    public static async Task<OrchestrationMetadata> FinishAsync(DurableTaskTestHost host)
    {
        await host.Client.RaiseEventAsync(InstanceId, "go", "go");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await host.Client.WaitForInstanceCompletionAsync(InstanceId, getInputsAndOutputs: true, limit.Token);
    }

    private static void Register(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc<string, string>("Echo", (_, text) => $"echo:{text}")
        .AddActivityFunc<string, string>("Throw", string (_, text) => throw new InvalidOperationException(text))
        .AddOrchestratorFunc<int, string>("Child", (_, number) => $"child:{number}")
        .AddOrchestratorFunc<string, string>("Golden", async (context, input) =>
        {
            string echo = await context.CallActivityAsync<string>("Echo", input);
            string failed = "none";
            try
            {
                await context.CallActivityAsync("Throw", "as planned");
            }
            catch (TaskFailedException)
            {
                failed = "TaskFailed";
            }

            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            string child = await context.CallSubOrchestratorAsync<string>("Child", 7);
            string early = await context.WaitForExternalEvent<string>("early");
            context.SetCustomStatus("waiting");
            string go = await context.WaitForExternalEvent<string>("go");
            return $"{echo}|{failed}|timer|{child}|{early}|{go}";
        });
}
