using DurableTask.Core.History;

namespace FunctionsHost.Management;

/// <summary>How much of a history is shown.</summary>
/// <param name="Outputs">Results of activities, sub-orchestrations and the instance itself.</param>
/// <param name="Inputs">The inputs of the instance itself and of events.</param>
/// <param name="ScheduledInputs">The inputs of activities and sub-orchestrations; null stands there when not.</param>
/// <param name="StackTraces">Stack traces of failures.</param>
internal sealed record HistoryStyle(bool Outputs, bool Inputs, bool ScheduledInputs, bool StackTraces);

/// <summary>
/// Writes a history as Durable Functions shows it: what was scheduled is folded into how it ended, and stands by itself only
/// while it is open.
/// </summary>
internal sealed class HistoryWriter(Utf8JsonWriter json, IReadOnlyList<HistoryEvent> events, HistoryStyle style)
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.FFFFFFFK";

    private readonly Dictionary<int, HistoryEvent> _scheduled = [];
    private readonly HashSet<int> _ended = [];

    public void Write()
    {
        foreach (var item in events)
        {
            Fold(item);
        }

        json.WriteStartArray();
        foreach (var item in events.Where(IsShown))
        {
            json.WriteStartObject();
            json.WriteString("EventType", item is ContinueAsNewEvent ? "ContinueAsNew" : item.EventType.ToString());
            WriteMembers(item);
            WriteTime("Timestamp", item.Timestamp);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Fold(HistoryEvent item)
    {
        if (item is TaskScheduledEvent or SubOrchestrationInstanceCreatedEvent)
        {
            _scheduled[item.EventId] = item;
        }
        else if (ScheduledId(item) is { } id)
        {
            _ended.Add(id);
        }
    }

    /// <summary>What an outcome is the outcome of; null for events of other kinds.</summary>
    private static int? ScheduledId(HistoryEvent item) => item switch
    {
        TaskCompletedEvent done => done.TaskScheduledId,
        TaskFailedEvent failed => failed.TaskScheduledId,
        SubOrchestrationInstanceCompletedEvent done => done.TaskScheduledId,
        SubOrchestrationInstanceFailedEvent failed => failed.TaskScheduledId,
        _ => null,
    };

    private bool IsShown(HistoryEvent item) => item switch
    {
        OrchestratorStartedEvent or OrchestratorCompletedEvent => false,
        TaskScheduledEvent or SubOrchestrationInstanceCreatedEvent => !_ended.Contains(item.EventId),
        _ => true,
    };

    private void WriteMembers(HistoryEvent item)
    {
        if (ScheduledId(item) is { } id)
        {
            WriteScheduled(id);
        }

        switch (item)
        {
            case ExecutionStartedEvent started:
                json.WriteString("FunctionName", started.Name);
                WriteInput(started.Input);
                WriteTime("ScheduledStartTime", started.ScheduledStartTime);
                WriteNumber("Generation", started.ParentInstance is null ? started.Generation ?? 0 : null);
                break;
            case ContinueAsNewEvent again:
                WriteResult(again.Result);
                break;
            case ExecutionCompletedEvent completed:
                json.WriteString("OrchestrationStatus", completed.OrchestrationStatus.ToString());
                WriteResult(completed.FailureDetails is { } why ? JsonSerializer.Serialize(why.ErrorMessage) : completed.Result);
                WriteFailure("FailureDetails", completed.FailureDetails);
                break;
            case TaskScheduledEvent scheduled:
                json.WriteString("Name", scheduled.Name);
                WriteInput(style.ScheduledInputs ? scheduled.Input : null);
                break;
            case TaskCompletedEvent done:
                WriteResult(done.Result);
                break;
            case TaskFailedEvent failed:
                WriteReason(failed.Reason, failed.FailureDetails);
                break;
            case SubOrchestrationInstanceCreatedEvent created:
                json.WriteString("Name", created.Name);
                json.WriteString("InstanceId", created.InstanceId);
                WriteInput(style.ScheduledInputs ? created.Input : null);
                break;
            case SubOrchestrationInstanceCompletedEvent done:
                WriteResult(done.Result);
                break;
            case SubOrchestrationInstanceFailedEvent failed:
                WriteReason(failed.Reason, failed.FailureDetails);
                break;
            case TimerCreatedEvent timer:
                WriteTime("FireAt", timer.FireAt);
                break;
            case TimerFiredEvent timer:
                WriteTime("FireAt", timer.FireAt);
                break;
            case EventRaisedEvent raised:
                json.WriteString("Name", raised.Name);
                WriteInput(raised.Input);
                break;
            case EventSentEvent sent:
                json.WriteString("InstanceId", sent.InstanceId);
                json.WriteString("Name", sent.Name);
                WriteInput(sent.Input);
                break;
            case ExecutionSuspendedEvent suspended:
                json.WriteString("Reason", suspended.Reason);
                break;
            case ExecutionResumedEvent resumed:
                json.WriteString("Reason", resumed.Reason);
                break;
            case ExecutionRewoundEvent rewound:
                json.WriteString("Reason", rewound.Reason);
                break;
            case ExecutionTerminatedEvent terminated when style.Inputs:
                json.WriteString("Input", terminated.Input);
                break;
            default:
                break;
        }
    }

    private void WriteScheduled(int id)
    {
        if (!_scheduled.TryGetValue(id, out var scheduled))
        {
            return;
        }

        WriteTime("ScheduledTime", scheduled.Timestamp);
        var (task, sub) = (scheduled as TaskScheduledEvent, scheduled as SubOrchestrationInstanceCreatedEvent);
        json.WriteString("FunctionName", task?.Name ?? sub?.Name);
        if (sub is not null)
        {
            json.WriteString("InstanceId", sub.InstanceId);
        }

        WriteInput(style.ScheduledInputs ? task?.Input ?? sub?.Input : null);
    }

    // Inputs are shown as they were serialized: a string that holds JSON.
    private void WriteInput(string? input)
    {
        if (style.Inputs)
        {
            json.WriteString("Input", input);
        }
    }

    private void WriteResult(string? result)
    {
        if (style.Outputs)
        {
            json.WritePropertyName("Result");
            StatusWriter.WriteValue(json, result);
        }
    }

    private void WriteReason(string? reason, FailureDetails? failure)
    {
        json.WriteString("Reason", reason ?? failure?.ErrorMessage);
        json.WriteString("Details", style.StackTraces ? failure?.StackTrace : null);
        WriteFailure("FailureDetails", failure);
    }

    private void WriteFailure(string name, FailureDetails? failure)
    {
        json.WritePropertyName(name);
        if (failure is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("ErrorType", failure.ErrorType);
        json.WriteString("ErrorMessage", failure.ErrorMessage);
        json.WriteString("StackTrace", style.StackTraces ? failure.StackTrace : null);
        WriteFailure("InnerFailure", failure.InnerFailure);
        json.WriteBoolean("IsNonRetriable", failure.IsNonRetriable);
        json.WritePropertyName("Properties");
        JsonSerializer.Serialize(json, failure.Properties ?? new Dictionary<string, object?>());
        json.WriteEndObject();
    }

    private void WriteNumber(string name, int? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private void WriteTime(string name, DateTime? time)
        => json.WriteString(name, time is { } value ? DateTime.SpecifyKind(value, DateTimeKind.Utc).ToString(TimeFormat, CultureInfo.InvariantCulture) : null);
}
