using DurableTask.Core;
using DurableTask.Core.History;
using FunctionsHost.Durable;
using FunctionsHost.Durable.Engine;

namespace FunctionsHost.Tests.Durable;

/// <summary>When the worker's copy of an orchestration is taken to be the one that the history says.</summary>
public sealed class CachedOrchestrationsTests : IDisposable
{
    private static readonly DateTime Begin = new(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private static long s_turns;

    private readonly CachedOrchestrations _cached = new(new DurableOptions { TaskHub = "Test", SecretTaskHub = "secret" });

    public void Dispose() => _cached.Dispose();

    [Fact]
    public void IsCurrent_TurnWasStored_True()
    {
        var first = Turn([], Start("e1"));
        Assert.False(_cached.IsCurrent(first));
        _cached.Keep(first);

        Assert.True(_cached.IsCurrent(Next(first, decided: 1, new TaskCompletedEvent(-1, 0, "1"))));
    }

    [Fact]
    public void IsCurrent_TurnWasNotStored_False()
    {
        var first = Turn([], Start("e1"));
        _cached.Keep(first);
        var second = Next(first, decided: 1, new TaskCompletedEvent(-1, 0, "1"));
        _cached.Keep(second);

        // The second turn ran in the worker and was lost: it is taken again, at another time.
        var again = Turn([.. second.PastEvents], new TaskCompletedEvent(-1, 0, "1"));
        Assert.False(_cached.IsCurrent(again));
    }

    [Fact]
    public void IsCurrent_AnotherHostTookATurn_False()
    {
        var first = Turn([], Start("e1"));
        _cached.Keep(first);
        var elsewhere = Next(first, decided: 1, new TaskCompletedEvent(-1, 0, "1"));

        Assert.False(_cached.IsCurrent(Next(elsewhere, decided: 1, new TaskCompletedEvent(-1, 1, "1"))));
    }

    [Fact]
    public void IsCurrent_AnotherHostTookTheSameTurn_False()
    {
        var first = Turn([], Start("e1"));
        _cached.Keep(first);
        var here = Next(first, decided: 1, new TaskCompletedEvent(-1, 0, "1"));
        _cached.Keep(here);
        var elsewhere = Next(first, decided: 1, new TaskCompletedEvent(-1, 0, "1"));

        Assert.False(_cached.IsCurrent(Next(elsewhere, decided: 1, new TaskCompletedEvent(-1, 1, "1"))));
    }

    [Fact]
    public void IsCurrent_AnotherExecutionOfTheSameId_False()
    {
        var first = Turn([], Start("e1"));
        _cached.Keep(first);

        Assert.False(_cached.IsCurrent(Next(Turn([], Start("e2")), decided: 1, new TaskCompletedEvent(-1, 0, "1"))));
    }

    [Fact]
    public void IsCurrent_Rewound_False()
    {
        var first = Turn([], Start("e1"));
        _cached.Keep(first);

        Assert.False(_cached.IsCurrent(Next(first, decided: 1, new ExecutionRewoundEvent(-1, "mended"))));
    }

    private static ExecutionStartedEvent Start(string executionId)
        => new(-1, null) { Name = "Any", OrchestrationInstance = new OrchestrationInstance { InstanceId = "one", ExecutionId = executionId } };

    // A turn as the engine begins it: its start, at a time of its own, and then what arrived.
    private static OrchestrationRuntimeState Turn(IList<HistoryEvent> past, params HistoryEvent[] arrived)
    {
        var state = new OrchestrationRuntimeState(past);
        state.AddEvent(new OrchestratorStartedEvent(-1) { Timestamp = Begin.AddTicks(Interlocked.Increment(ref s_turns)) });
        foreach (var item in arrived)
        {
            state.AddEvent(item);
        }

        return state;
    }

    // The turn after one that was stored with what it decided.
    private static OrchestrationRuntimeState Next(OrchestrationRuntimeState turn, int decided, params HistoryEvent[] arrived)
        => Turn(
            [.. turn.PastEvents, .. turn.NewEvents, .. Enumerable.Range(0, decided).Select(i => new TaskScheduledEvent(i)), new OrchestratorCompletedEvent(-1)],
            arrived);
}
