namespace Microsoft.DurableTask;

/// <summary>Checks that a boxed input is what a typed task takes.</summary>
internal static class TaskInput
{
    /// <summary>Unboxes the input. Null becomes the type's default: whether that will do is for the task to say.</summary>
    /// <exception cref="ArgumentException">The input is of another type.</exception>
    public static TInput Cast<TInput>(object? input) => input switch
    {
        TInput typed => typed,
        null => default!,
        _ => throw new ArgumentException(
            $"The input is a '{input.GetType()}', but the task takes a '{typeof(TInput)}'.", nameof(input)),
    };
}
