using Newtonsoft.Json;

namespace DurableTask.Sqlite.Instances;

/// <summary>What a history has begun and not ended: the activities, children and timers that are not stored elsewhere because they follow from it.</summary>
internal static class OpenWork
{
    /// <summary>The ids of the activities without an outcome.</summary>
    public static HashSet<int> TaskIds(OrchestrationRuntimeState state)
    {
        if (state.ExecutionStartedEvent is null || state.ExecutionCompletedEvent is not null)
        {
            return [];
        }

        return [.. state.Events.OfType<TaskScheduledEvent>().Select(e => e.EventId).Except(ClosedTaskIds(state.Events))];
    }

    /// <summary>The ids of the activities that have an outcome.</summary>
    public static IEnumerable<int> ClosedTaskIds(IList<HistoryEvent> events) =>
        events.OfType<TaskCompletedEvent>().Select(e => e.TaskScheduledId).Concat(events.OfType<TaskFailedEvent>().Select(e => e.TaskScheduledId));

    /// <summary>The messages of activities, made again from the history.</summary>
    public static IEnumerable<TaskMessage> Tasks(OrchestrationRuntimeState state, IEnumerable<int> taskIds)
    {
        HashSet<int> ids = [.. taskIds];
        if (ids.Count == 0)
        {
            return [];
        }

        OrchestrationExecutionContext context = CreateContext(state.Tags);
        return state.Events.OfType<TaskScheduledEvent>().Where(e => ids.Contains(e.EventId)).Select(e => WithTags(state, new TaskMessage
        {
            Event = e,
            OrchestrationInstance = state.OrchestrationInstance,
            OrchestrationExecutionContext = context,
        }));
    }

    /// <summary>Gives an activity its orchestration's tags beside its own, which come first. Its event in the history keeps its own alone.</summary>
    public static TaskMessage WithTags(OrchestrationRuntimeState state, TaskMessage message)
    {
        if (state.Tags is not { Count: > 0 } inherited || message.Event is not TaskScheduledEvent e)
        {
            return message;
        }

        var tags = new Dictionary<string, string>(inherited);
        foreach ((string name, string value) in e.Tags ?? new Dictionary<string, string>())
        {
            tags[name] = value;
        }

        return new TaskMessage
        {
            Event = new TaskScheduledEvent(e.EventId, e.Name!, e.Version, e.Input) { Timestamp = e.Timestamp, ParentTraceContext = e.ParentTraceContext, Tags = tags },
            OrchestrationInstance = message.OrchestrationInstance,
            OrchestrationExecutionContext = message.OrchestrationExecutionContext,
        };
    }

    /// <summary>The timers that a history has created and that have not fired.</summary>
    public static IEnumerable<TimerEntry> Timers(IList<HistoryEvent> events, InstanceSession session, string executionId) =>
        events.OfType<TimerCreatedEvent>()
            .ExceptBy(events.OfType<TimerFiredEvent>().Select(e => e.TimerId), e => e.EventId)
            .Select(e => new TimerEntry(EventEncoder.Utc(e.FireAt), session.Key, e.EventId, session.InstanceId, executionId));

    /// <summary>The sub-orchestrations without an outcome.</summary>
    public static IEnumerable<SubOrchestrationInstanceCreatedEvent> Children(OrchestrationRuntimeState state)
    {
        IEnumerable<int> ended = state.Events.OfType<SubOrchestrationInstanceCompletedEvent>().Select(e => e.TaskScheduledId)
            .Concat(state.Events.OfType<SubOrchestrationInstanceFailedEvent>().Select(e => e.TaskScheduledId));
        return state.Events.OfType<SubOrchestrationInstanceCreatedEvent>().ExceptBy(ended, e => e.EventId);
    }

    // The framework's class has no public way to be made but from JSON.
    private static OrchestrationExecutionContext CreateContext(IDictionary<string, string>? tags) =>
        JsonConvert.DeserializeObject<OrchestrationExecutionContext>(
            JsonConvert.SerializeObject(new { OrchestrationTags = tags ?? new Dictionary<string, string>() }))!;
}
