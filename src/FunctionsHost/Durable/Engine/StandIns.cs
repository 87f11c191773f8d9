using DurableTask.Core;

namespace FunctionsHost.Durable.Engine;

/// <summary>
/// Answers the engine for every name: it looks an orchestration or activity up before the middleware runs, which then does the
/// work itself and never calls what was found.
/// </summary>
internal sealed class StandIns<T>(T standIn) : INameVersionObjectManager<T>
{
    public void Add(ObjectCreator<T> creator) => throw new NotSupportedException();

    public T GetObject(string name, string? version) => standIn;
}

internal sealed class StandInOrchestration : TaskOrchestration
{
    public override Task<string> Execute(OrchestrationContext context, string input) => throw new NotSupportedException();

    public override void RaiseEvent(OrchestrationContext context, string name, string input) => throw new NotSupportedException();

    public override string? GetStatus() => null;
}

internal sealed class StandInActivity : TaskActivity
{
    public override string Run(TaskContext context, string input) => throw new NotSupportedException();
}
