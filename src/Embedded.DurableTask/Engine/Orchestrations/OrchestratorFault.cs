using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Engine.Orchestrations;

/// <summary>Failures that the engine itself finds in an orchestrator, in the words of the person who has to mend it.</summary>
internal static class OrchestratorFault
{
    public const string OrchestratorNotFound = "OrchestratorTaskNotFound";

    public const string ActivityNotFound = "ActivityTaskNotFound";

    public static TaskFailureDetails UnknownOrchestrator(string name) => new(
        OrchestratorNotFound,
        $"No orchestrator task named '{name}' was found. Register it, or check the spelling of the name that it was started under.",
        null,
        null,
        null);

    public static TaskFailureDetails UnknownActivity(string name) => new(
        ActivityNotFound,
        $"No activity task named '{name}' was found. Register it, or check the spelling of the name that it is called by.",
        null,
        null,
        null);

    public static TaskFailureDetails ForeignAwait(string orchestrator, string instanceId) => new(
        "AsyncMisuse",
        $"The orchestrator '{orchestrator}' (instance '{instanceId}') awaited a task that its context did not create, such as Task.Delay, Task.Run, "
        + "an HTTP call, or anything behind ConfigureAwait(false). Such a task cannot be replayed. Use context.CreateTimer to wait, "
        + "call an activity for work, and await only what the context returns.",
        null,
        null,
        null);

    public static TaskFailureDetails NonDeterministic(string orchestrator, string expected, string actual) => new(
        "NonDeterministicOrchestration",
        $"The orchestrator '{orchestrator}' did not do on replay what its history says it did: the history has {expected}, the code did {actual}. "
        + "Orchestrator code has to take the same path every time: no clock, random numbers, I/O or configuration in it, and no change to its "
        + "steps while instances run. Restart this instance, or bring back the code that it was started with.",
        null,
        null,
        null);
}
