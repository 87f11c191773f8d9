using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask;

/// <summary>The base of activities that are classes. An instance is made for each run, its dependencies injected.</summary>
/// <typeparam name="TInput">What it takes; use <c>object?</c> for nothing.</typeparam>
/// <typeparam name="TOutput">What it gives.</typeparam>
[SuppressMessage("Design", "CA1033:Interface methods should be callable by child types", Justification = "The typed RunAsync is what derived classes see; the untyped one is the engine's.")]
public abstract class TaskActivity<TInput, TOutput> : ITaskActivity
{
    Type ITaskActivity.InputType => typeof(TInput);

    Type ITaskActivity.OutputType => typeof(TOutput);

    async Task<object?> ITaskActivity.RunAsync(TaskActivityContext context, object? input)
    {
        ArgumentNullException.ThrowIfNull(context);
        return await RunAsync(context, TaskInput.Cast<TInput>(input)).ConfigureAwait(false);
    }

    /// <summary>Does the work, once per attempt.</summary>
    /// <param name="context">Who calls, and under which name.</param>
    /// <param name="input">The input.</param>
    public abstract Task<TOutput> RunAsync(TaskActivityContext context, TInput input);
}
