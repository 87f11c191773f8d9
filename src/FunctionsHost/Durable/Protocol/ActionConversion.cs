using DurableTask.Core.Command;
using DurableTask.Core.History;
using Google.Protobuf.Collections;
using P = Microsoft.DurableTask.Protobuf;

namespace FunctionsHost.Durable.Protocol;

/// <summary>Turns what an orchestrator decided, as the worker says it, into the engine's actions.</summary>
internal static class ActionConversion
{
    /// <exception cref="NotSupportedException">The engine has no such action.</exception>
    public static OrchestratorAction FromMessage(P.OrchestratorAction action) => action.OrchestratorActionTypeCase switch
    {
        P.OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask => new ScheduleTaskOrchestratorAction
        {
            Id = action.Id,
            Name = action.ScheduleTask.Name,
            Version = action.ScheduleTask.Version,
            Input = action.ScheduleTask.Input,
            Tags = Tags(action.ScheduleTask.Tags),
        },
        P.OrchestratorAction.OrchestratorActionTypeOneofCase.CreateSubOrchestration => new CreateSubOrchestrationAction
        {
            Id = action.Id,
            Name = action.CreateSubOrchestration.Name,
            Version = action.CreateSubOrchestration.Version,
            InstanceId = action.CreateSubOrchestration.InstanceId,
            Input = action.CreateSubOrchestration.Input,
            Tags = Tags(action.CreateSubOrchestration.Tags),
        },
        P.OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer => new CreateTimerOrchestratorAction
        {
            Id = action.Id,
            FireAt = action.CreateTimer.FireAt.ToDateTime(),
        },

        // It would go nowhere, and who waits for an answer would wait for ever.
        P.OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent when action.SendEvent.Instance.InstanceId is ['@', ..] entity
            => throw new NotSupportedException($"An orchestrator asked for the entity '{entity}': this host has no durable entities."),
        P.OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent => new SendEventOrchestratorAction
        {
            Id = action.Id,
            Instance = new OrchestrationInstance { InstanceId = action.SendEvent.Instance.InstanceId, ExecutionId = action.SendEvent.Instance.ExecutionId },
            EventName = action.SendEvent.Name,
            EventData = action.SendEvent.Data,
        },
        P.OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration => Complete(action.Id, action.CompleteOrchestration),
        _ => throw new NotSupportedException($"An orchestrator asked for {action.OrchestratorActionTypeCase}, which this host does not have."),
    };

    private static OrchestrationCompleteOrchestratorAction Complete(int id, P.CompleteOrchestrationAction source)
    {
        var action = new OrchestrationCompleteOrchestratorAction
        {
            Id = id,
            OrchestrationStatus = (OrchestrationStatus)source.OrchestrationStatus,
            Result = source.Result,
            Details = source.Details,
            FailureDetails = FailureConversion.FromMessage(source.FailureDetails),
            NewVersion = source.NewVersion,
        };

        // Events that arrived and were not awaited go along into the next execution; nothing else can.
        foreach (var carried in source.CarryoverEvents.Where(static carried => carried.EventRaised is not null))
        {
            action.CarryoverEvents.Add(new EventRaisedEvent(carried.EventId, carried.EventRaised.Input) { Name = carried.EventRaised.Name });
        }

        foreach (var (name, value) in source.Tags)
        {
            action.Tags[name] = value;
        }

        return action;
    }

    private static Dictionary<string, string>? Tags(MapField<string, string> source) => source.Count == 0 ? null : new Dictionary<string, string>(source, StringComparer.Ordinal);
}
