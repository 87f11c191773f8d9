namespace Microsoft.DurableTask;

/// <summary>An activity in the form in which an engine calls it. Derive from <see cref="TaskActivity{TInput, TOutput}"/> rather than implement it.</summary>
public interface ITaskActivity
{
    /// <summary>The type that the input is deserialized to.</summary>
    Type InputType { get; }

    /// <summary>The type of the result.</summary>
    Type OutputType { get; }

    /// <summary>Runs the activity once.</summary>
    /// <param name="context">Who calls, and under which name.</param>
    /// <param name="input">The input, of <see cref="InputType"/>, or null.</param>
    /// <returns>The result, or null.</returns>
    Task<object?> RunAsync(TaskActivityContext context, object? input);
}
