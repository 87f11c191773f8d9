using Microsoft.DurableTask;

namespace CharacterFanOut.Functions.Tests;

/// <summary>An activity function, called as a host calls it.</summary>
internal sealed class FunctionActivity<TInput, TOutput>(Func<TInput, Task<TOutput>> run) : TaskActivity<TInput, TOutput>
{
    public override Task<TOutput> RunAsync(TaskActivityContext context, TInput input) => run(input);
}
