using DurableTask.Core.History;
using Microsoft.Extensions.Caching.Memory;

namespace FunctionsHost.Durable.Engine;

/// <summary>
/// Which orchestrations the worker still has in memory, and up to which event. Only new events are sent for those; the rest
/// replays.
/// </summary>
internal sealed class CachedOrchestrations(DurableOptions options) : IDisposable
{
    private readonly MemoryCache _turns = new(new MemoryCacheOptions());

    public void Dispose() => _turns.Dispose();

    /// <summary>
    /// Whether the worker's copy is exactly where this turn begins: its last turn was stored, and no other host took one since.
    /// </summary>
    public bool IsCurrent(OrchestrationRuntimeState state)
    {
        if (!_turns.TryGetValue(state.OrchestrationInstance!.InstanceId, out Turn? last) || last!.ExecutionId != state.OrchestrationInstance.ExecutionId)
        {
            return false;
        }

        var past = state.PastEvents;
        if (past.Count <= last.EventCount || past[last.StartIndex] is not OrchestratorStartedEvent start || start.Timestamp != last.StartedAt)
        {
            return false;
        }

        for (var i = last.EventCount; i < past.Count; i++)
        {
            if (past[i] is OrchestratorStartedEvent)
            {
                return false;
            }
        }

        return !state.NewEvents.Any(static item => item is ExecutionRewoundEvent or ExecutionStartedEvent);
    }

    /// <summary>Notes that the worker ran this turn and keeps the orchestration.</summary>
    public void Keep(OrchestrationRuntimeState state)
    {
        var start = state.NewEvents.OfType<OrchestratorStartedEvent>().First();
        using var entry = _turns.CreateEntry(state.OrchestrationInstance!.InstanceId);
        entry.SlidingExpiration = options.CacheIdleTimeout;
        entry.Value = new Turn(state.OrchestrationInstance.ExecutionId, state.PastEvents.Count, start.Timestamp, state.PastEvents.Count + state.NewEvents.Count);
    }

    /// <summary>Forgets an orchestration that is over, or whose turn's outcome is not known.</summary>
    public void Forget(string instanceId) => _turns.Remove(instanceId);

    private sealed record Turn(string ExecutionId, int StartIndex, DateTime StartedAt, int EventCount);
}
