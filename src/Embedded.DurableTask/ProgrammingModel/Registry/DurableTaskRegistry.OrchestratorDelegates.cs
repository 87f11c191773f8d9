namespace Microsoft.DurableTask;

/// <content>Orchestrators that are delegates.</content>
public sealed partial class DurableTaskRegistry
{
    /// <summary>Adds an orchestrator that is an action.</summary>
    /// <param name="name">The orchestrator's name.</param>
    /// <param name="orchestrator">The code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc(TaskName name, Action<TaskOrchestrationContext> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(name, new DelegateOrchestrator<object?, object?>((context, _) =>
        {
            orchestrator(context);
            return Task.FromResult<object?>(null);
        }));
    }

    /// <summary>Adds an orchestrator that is asynchronous, without a result.</summary>
    /// <param name="name">The orchestrator's name.</param>
    /// <param name="orchestrator">The code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc(TaskName name, Func<TaskOrchestrationContext, Task> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(name, new DelegateOrchestrator<object?, object?>(async (context, _) =>
        {
            await orchestrator(context).ConfigureAwait(true);
            return null;
        }));
    }

    /// <summary>Adds an orchestrator that is an action with an input.</summary>
    /// <typeparam name="TInput">What it takes.</typeparam>
    /// <param name="name">The orchestrator's name.</param>
    /// <param name="orchestrator">The code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc<TInput>(TaskName name, Action<TaskOrchestrationContext, TInput> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(name, new DelegateOrchestrator<TInput, object?>((context, input) =>
        {
            orchestrator(context, input);
            return Task.FromResult<object?>(null);
        }));
    }

    /// <summary>Adds an orchestrator that is asynchronous, with a result.</summary>
    /// <typeparam name="TOutput">What it gives.</typeparam>
    /// <param name="name">The orchestrator's name.</param>
    /// <param name="orchestrator">The code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc<TOutput>(TaskName name, Func<TaskOrchestrationContext, Task<TOutput>> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(name, new DelegateOrchestrator<object?, TOutput>((context, _) => orchestrator(context)));
    }

    /// <summary>Adds an orchestrator that is a function.</summary>
    /// <typeparam name="TOutput">What it gives.</typeparam>
    /// <param name="name">The orchestrator's name.</param>
    /// <param name="orchestrator">The code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc<TOutput>(TaskName name, Func<TaskOrchestrationContext, TOutput> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(name, new DelegateOrchestrator<object?, TOutput>((context, _) => Task.FromResult(orchestrator(context))));
    }

    /// <summary>Adds an orchestrator that is asynchronous, with an input.</summary>
    /// <typeparam name="TInput">What it takes.</typeparam>
    /// <param name="name">The orchestrator's name.</param>
    /// <param name="orchestrator">The code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc<TInput>(TaskName name, Func<TaskOrchestrationContext, TInput, Task> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(name, new DelegateOrchestrator<TInput, object?>(async (context, input) =>
        {
            await orchestrator(context, input).ConfigureAwait(true);
            return null;
        }));
    }

    /// <summary>Adds an orchestrator that is asynchronous, with an input and a result.</summary>
    /// <typeparam name="TInput">What it takes.</typeparam>
    /// <typeparam name="TOutput">What it gives.</typeparam>
    /// <param name="name">The orchestrator's name.</param>
    /// <param name="orchestrator">The code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc<TInput, TOutput>(TaskName name, Func<TaskOrchestrationContext, TInput, Task<TOutput>> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(name, new DelegateOrchestrator<TInput, TOutput>(orchestrator));
    }

    /// <summary>Adds an orchestrator that is a function with an input.</summary>
    /// <typeparam name="TInput">What it takes.</typeparam>
    /// <typeparam name="TOutput">What it gives.</typeparam>
    /// <param name="name">The orchestrator's name.</param>
    /// <param name="orchestrator">The code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc<TInput, TOutput>(TaskName name, Func<TaskOrchestrationContext, TInput, TOutput> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(name, new DelegateOrchestrator<TInput, TOutput>((context, input) => Task.FromResult(orchestrator(context, input))));
    }
}
