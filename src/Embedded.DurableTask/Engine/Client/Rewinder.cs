using EmbeddedFunctions.DurableTask.Engine.Instances;
using EmbeddedFunctions.DurableTask.Engine.Orchestrations;
using EmbeddedFunctions.DurableTask.History;
using EmbeddedFunctions.DurableTask.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmbeddedFunctions.DurableTask.Engine.Client;

/// <summary>
/// Puts a failed instance back to where it was before it failed: failures leave its history, what succeeded stays, and what had failed
/// runs again. Failed sub-orchestrations are rewound with it, and purged ones made anew. An orchestrator that threw by itself takes its last turn again.
/// </summary>
internal sealed class Rewinder(EngineRuntime engine)
{
    private readonly List<RewindWrite> rewinds = [];
    private readonly List<NewInstance> creates = [];
    private readonly List<NewMessage> messages = [];

    public async Task RewindAsync(string instanceId, string? reason, CancellationToken cancellation)
    {
        StoredInstance stored = engine.Store.Load(instanceId)
            ?? throw new ArgumentException($"An orchestration with the instanceId {instanceId} was not found.", nameof(instanceId));
        if (stored.Record.Status != OrchestrationRuntimeStatus.Failed)
        {
            throw new InvalidOperationException($"Instance '{instanceId}' is {stored.Record.Status}: only a failed instance can be rewound.");
        }

        // All in one commit: a parent that waits for a child that is still failed would wait for ever.
        this.Prepare(stored, reason);
        await engine.RewindAsync(this.rewinds, this.creates, this.messages, cancellation).ConfigureAwait(false);
    }

    private void Prepare(StoredInstance stored, string? reason)
    {
        Plan plan = this.Choose(stored);
        InstanceRecord after = this.Rewind(stored, plan, reason);
        foreach (SubOrchestrationCreated call in plan.FailedChildren)
        {
            StoredInstance? child = engine.Store.Load(call.InstanceId);
            switch (child?.Record.Status)
            {
                case OrchestrationRuntimeStatus.Failed:
                    this.Prepare(child, reason);
                    break;
                case OrchestrationRuntimeStatus.Completed:
                    // It was rewound or restarted by itself, and has its result.
                    this.messages.Add(new NewMessage(
                        after.InstanceId, after.ExecutionId, new SubOrchestrationCompleted(call.EventId, child.Record.Output) { Timestamp = after.UpdatedAt }));
                    break;
                case null or OrchestrationRuntimeStatus.Terminated:
                    this.creates.Add(new NewInstance(TurnPlan.NewChild(after, call, after.UpdatedAt)));
                    break;
            }
        }
    }

    private static bool IsFailure(HistoryEvent item) => item is TaskFailed or SubOrchestrationFailed;

    /// <summary>
    /// Takes as many failures out of the history as the code still follows. A failure that the orchestrator caught and acted upon has
    /// to stay: without it the later history would not be what the code does.
    /// </summary>
    private Plan Choose(StoredInstance stored)
    {
        HistoryEvent[] failures = [.. stored.Turns.SelectMany(turn => turn).Where(IsFailure)];
        for (int keep = 0; keep <= failures.Length; keep++)
        {
            HashSet<HistoryEvent> removed = new(failures.Skip(keep), ReferenceEqualityComparer.Instance);
            Plan plan = Plan.Without(stored, removed);
            if (this.Follows(stored.Record, plan.Turns, out OrchestrationSession? session))
            {
                return plan with { OpenTasks = session.Context.OpenActivities, WakeAt = session.NextTimer };
            }
        }

        // No failed task was in the way, so the code itself was: it has been mended, or will fail again.
        Plan retaken = Plan.WithoutLastTurn(stored);
        if (this.Follows(stored.Record, retaken.Turns, out OrchestrationSession? before))
        {
            return retaken with { OpenTasks = before.Context.OpenActivities, WakeAt = before.NextTimer };
        }

        throw new InvalidOperationException(
            $"Instance '{stored.Record.InstanceId}' cannot be rewound: its orchestrator '{stored.Record.Name}' no longer does what the history says. Restart it instead.");
    }

    private bool Follows(InstanceRecord record, IReadOnlyList<IReadOnlyList<HistoryEvent>> turns, out OrchestrationSession session)
    {
        session = new OrchestrationSession(
            OrchestrationIdentity.Of(record),
            () => engine.Tasks.FindOrchestrator(record.Name)?.Invoke(engine.Services),
            engine.Options.DataConverter,
            NullLoggerFactory.Instance,
            static () => { });
        try
        {
            session.Replay(turns, record.CustomStatus);
            return true;
        }
        catch (NonDeterministicException)
        {
            return false;
        }
    }

    private InstanceRecord Rewind(StoredInstance stored, Plan plan, string? reason)
    {
        DateTime now = engine.Now;
        var rewound = new ExecutionRewound(reason) { Timestamp = now };

        // Before its first turn an instance has no history to note the rewind in.
        List<IReadOnlyList<HistoryEvent>> turns = plan.Turns.Count == 0 ? [] : [.. plan.Turns, [new OrchestratorStarted { Timestamp = now }, rewound]];
        InstanceRecord after = stored.Record with
        {
            Status = OrchestrationRuntimeStatus.Running,
            UpdatedAt = now,
            CompletedAt = null,
            Output = null,
            Failure = null,
            Turns = turns.Count,
            OpenTasks = plan.OpenTasks,
            WakeAt = plan.WakeAt,
        };
        this.rewinds.Add(new RewindWrite(after, [.. turns.Select(HistoryWriter.Encode)]));
        this.messages.AddRange(plan.Again.Select(e => new NewMessage(after.InstanceId, after.ExecutionId, e)));
        return after;
    }

    private sealed record Plan(IReadOnlyList<IReadOnlyList<HistoryEvent>> Turns, IReadOnlyList<SubOrchestrationCreated> FailedChildren)
    {
        public int OpenTasks { get; init; }

        public DateTime? WakeAt { get; init; }

        /// <summary>Events that the instance is to be told once more.</summary>
        public IReadOnlyList<HistoryEvent> Again { get; init; } = [];

        /// <summary>The history up to the turn that failed; what came in that turn comes again. Its timers are due by themselves.</summary>
        public static Plan WithoutLastTurn(StoredInstance stored) => new([.. stored.Turns.SkipLast(1)], [])
        {
            Again = [.. stored.Turns[^1].Where(e => e
                is TaskCompleted or TaskFailed or SubOrchestrationCompleted or SubOrchestrationFailed
                or EventRaised or ExecutionSuspended or ExecutionResumed)],
        };

        public static Plan Without(StoredInstance stored, HashSet<HistoryEvent> removed)
        {
            HashSet<int> children = [.. removed.OfType<SubOrchestrationFailed>().Select(f => f.TaskScheduledId)];
            return new Plan(
                [.. stored.Turns.Select(turn => (IReadOnlyList<HistoryEvent>)[.. turn.Where(e => e is not ExecutionCompleted && !removed.Contains(e))])],
                [.. stored.Turns.SelectMany(turn => turn).OfType<SubOrchestrationCreated>().Where(c => children.Contains(c.EventId))]);
        }
    }
}
