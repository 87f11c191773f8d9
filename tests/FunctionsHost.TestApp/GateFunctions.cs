using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace FunctionsHost.TestApp;

/// <summary>Activities that wait for a test, and orchestrators that ask for what a host may not have.</summary>
public static class GateFunctions
{
    /// <summary>Runs a hundred activities at once.</summary>
    [Function(nameof(Gates))]
    public static async Task<int> Gates([OrchestrationTrigger] TaskOrchestrationContext context, string folder)
        => (await Task.WhenAll(Enumerable.Range(0, 100).Select(i => context.CallActivityAsync<int>(nameof(Gate), Path.Combine(folder, $"{i}"))))).Sum();

    /// <summary>Leaves a file for each run. Those of an even number end at once, those of an odd one when there is a file that says so.</summary>
    [Function(nameof(Gate))]
    public static async Task<int> Gate([ActivityTrigger] string path)
    {
        await File.WriteAllTextAsync($"{path}.{Guid.NewGuid()}", "");
        if (int.Parse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture) % 2 == 1)
        {
            while (!File.Exists(Path.Combine(Path.GetDirectoryName(path)!, "open")))
            {
                await Task.Delay(10);
            }
        }

        return 1;
    }

    [Function(nameof(Signals))]
    public static Task Signals([OrchestrationTrigger] TaskOrchestrationContext context)
        => context.Entities.SignalEntityAsync(new EntityInstanceId("Counter", "one"), "add", 1);
}
