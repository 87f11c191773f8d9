using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask;

/// <summary>The base of orchestrators that are classes. An instance is made for each run or replay, by its parameterless constructor.</summary>
/// <typeparam name="TInput">What it takes; use <c>object?</c> for nothing.</typeparam>
/// <typeparam name="TOutput">What it gives.</typeparam>
[SuppressMessage("Design", "CA1033:Interface methods should be callable by child types", Justification = "The typed RunAsync is what derived classes see; the untyped one is the engine's.")]
public abstract class TaskOrchestrator<TInput, TOutput> : ITaskOrchestrator
{
    Type ITaskOrchestrator.InputType => typeof(TInput);

    Type ITaskOrchestrator.OutputType => typeof(TOutput);

    async Task<object?> ITaskOrchestrator.RunAsync(TaskOrchestrationContext context, object? input)
    {
        ArgumentNullException.ThrowIfNull(context);

        // Orchestrator code stays on its one logical thread.
        return await RunAsync(context, TaskInput.Cast<TInput>(input)).ConfigureAwait(true);
    }

    /// <summary>The orchestration: deterministic code that awaits nothing but the context's tasks.</summary>
    /// <param name="context">The orchestrator's only way to the outside.</param>
    /// <param name="input">The input.</param>
    public abstract Task<TOutput> RunAsync(TaskOrchestrationContext context, TInput input);
}
