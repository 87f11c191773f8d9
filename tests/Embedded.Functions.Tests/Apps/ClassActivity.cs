using Microsoft.DurableTask;

namespace EmbeddedFunctions.Tests.Apps;

[DurableTask("Double")]
public sealed class ClassActivity(Greeter greeter) : TaskActivity<int, string>
{
    public override Task<string> RunAsync(TaskActivityContext context, int input) => Task.FromResult(greeter.Greet($"{input * 2}"));
}
