namespace Microsoft.DurableTask;

/// <summary>An orchestrator in the form in which an engine calls it. Derive from <see cref="TaskOrchestrator{TInput, TOutput}"/> rather than implement it.</summary>
public interface ITaskOrchestrator
{
    /// <summary>The type that the input is deserialized to.</summary>
    Type InputType { get; }

    /// <summary>The type of the result.</summary>
    Type OutputType { get; }

    /// <summary>Runs the orchestrator from its beginning; it is called again for each replay.</summary>
    /// <param name="context">The orchestrator's only way to the outside.</param>
    /// <param name="input">The input, of <see cref="InputType"/>, or null.</param>
    /// <returns>The result, or null.</returns>
    Task<object?> RunAsync(TaskOrchestrationContext context, object? input);
}
