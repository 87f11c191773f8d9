namespace Microsoft.DurableTask;

/// <summary>An activity that is a delegate.</summary>
internal sealed class DelegateActivity<TInput, TOutput>(Func<TaskActivityContext, TInput, Task<TOutput>> body)
    : TaskActivity<TInput, TOutput>
{
    public override Task<TOutput> RunAsync(TaskActivityContext context, TInput input) => body(context, input);
}
