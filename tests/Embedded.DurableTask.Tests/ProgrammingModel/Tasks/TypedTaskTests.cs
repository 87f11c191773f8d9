using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Tasks;

public sealed class TypedTaskTests
{
    [Fact]
    public async Task RunAsync_InputOfTheType_ReachesTheTypedMethod()
    {
        ITaskActivity activity = new Describe();

        Assert.Equal(typeof(int), activity.InputType);
        Assert.Equal(typeof(string), activity.OutputType);
        Assert.Equal("got 7", await activity.RunAsync(new FakeActivityContext(), 7));
    }

    [Fact]
    public async Task RunAsync_NullForAValueType_BecomesTheDefault()
    {
        ITaskActivity activity = new Describe();

        Assert.Equal("got 0", await activity.RunAsync(new FakeActivityContext(), null));
    }

    [Fact]
    public async Task RunAsync_InputOfAnotherType_ThrowsAndNamesBothTypes()
    {
        ITaskActivity activity = new Describe();

        var error = await Assert.ThrowsAsync<ArgumentException>(() => activity.RunAsync(new FakeActivityContext(), "seven"));

        Assert.Contains("System.String", error.Message, StringComparison.Ordinal);
        Assert.Contains("System.Int32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NoContext_Throws()
    {
        ITaskActivity activity = new Describe();
        ITaskOrchestrator orchestrator = new Double();

        await Assert.ThrowsAsync<ArgumentNullException>(() => activity.RunAsync(null!, 1));
        await Assert.ThrowsAsync<ArgumentNullException>(() => orchestrator.RunAsync(null!, 1));
    }

    [Fact]
    public async Task RunAsync_Orchestrator_TakesAndGivesItsTypes()
    {
        ITaskOrchestrator orchestrator = new Double();

        Assert.Equal(typeof(int), orchestrator.InputType);
        Assert.Equal(typeof(long), orchestrator.OutputType);
        Assert.Equal(42L, await orchestrator.RunAsync(new Context.FakeOrchestrationContext(), 21));
        await Assert.ThrowsAsync<ArgumentException>(() => orchestrator.RunAsync(new Context.FakeOrchestrationContext(), "x"));
    }

    private sealed class Describe : TaskActivity<int, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, int input) => Task.FromResult($"got {input}");
    }

    private sealed class Double : TaskOrchestrator<int, long>
    {
        public override Task<long> RunAsync(TaskOrchestrationContext context, int input) => Task.FromResult(input * 2L);
    }
}
