using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Instances;
using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Commits;

/// <summary>
/// Makes up for what a rewound orchestration cannot hear any more: sub-orchestrations that ended after it had failed, whose messages were
/// dropped, and those that were purged since and cannot be rewound with it.
/// </summary>
internal static class RewoundChildren
{
    public static void Deliver(TaskHubWriter writer, OrchestrationRuntimeState state, DateTime now, Effects effects)
    {
        foreach (SubOrchestrationInstanceCreatedEvent created in OpenWork.Children(state))
        {
            // A child that was rewound with its parent is running again by now.
            InstanceHead? child = writer.Find(created.InstanceId);
            if (child is null or { IsTerminal: true })
            {
                var message = new TaskMessage
                {
                    OrchestrationInstance = state.OrchestrationInstance,
                    Event = child is null ? Lost(created) : Outcome(writer, child, created.EventId),
                };
                message.Event.Timestamp = now;
                MessageWriter.Deliver(writer, new OutgoingMessage(message), now, effects);
            }
        }
    }

    private static SubOrchestrationInstanceFailedEvent Lost(SubOrchestrationInstanceCreatedEvent created)
    {
        string reason = $"The sub-orchestration '{created.InstanceId}' cannot be rewound: it was purged.";
        return new SubOrchestrationInstanceFailedEvent(
            -1, created.EventId, reason, null, new FailureDetails(typeof(InvalidOperationException).FullName!, reason, null, null, isNonRetriable: true));
    }

    private static HistoryEvent Outcome(TaskHubWriter writer, InstanceHead child, int taskId)
    {
        (FailureDetails? failure, string? output) = writer.FindOutcome(child.Key);
        return child.Status == OrchestrationStatus.Completed
            ? new SubOrchestrationInstanceCompletedEvent(-1, taskId, output)
            : new SubOrchestrationInstanceFailedEvent(-1, taskId, output, null, failure);
    }
}
