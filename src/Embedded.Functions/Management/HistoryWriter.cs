using System.Globalization;
using System.Text.Json;
using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.Management;

/// <summary>
/// Writes a history as Durable Functions shows it: what was scheduled is folded into how it ended, and stands by itself only
/// while it is open.
/// </summary>
internal sealed class HistoryWriter(Utf8JsonWriter json, HistoryView view)
{
    private readonly Dictionary<int, HistoryEvent> _scheduled = [];
    private readonly HashSet<int> _ended = [];

    public void Write()
    {
        Fold();
        json.WriteStartArray();
        foreach (var item in view.Events)
        {
            WriteEvent(item);
        }

        json.WriteEndArray();
    }

    private void Fold()
    {
        foreach (var item in view.Events)
        {
            switch (item)
            {
                case TaskScheduled or SubOrchestrationCreated:
                    _scheduled[item.EventId] = item;
                    break;
                case TaskCompleted done:
                    _ended.Add(done.TaskScheduledId);
                    break;
                case TaskFailed failed:
                    _ended.Add(failed.TaskScheduledId);
                    break;
                case SubOrchestrationCompleted done:
                    _ended.Add(done.TaskScheduledId);
                    break;
                case SubOrchestrationFailed failed:
                    _ended.Add(failed.TaskScheduledId);
                    break;
                default:
                    break;
            }
        }
    }

    private void WriteEvent(HistoryEvent item)
    {
        if (item is OrchestratorStarted || (item is TaskScheduled or SubOrchestrationCreated && _ended.Contains(item.EventId)))
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("EventType", TypeName(item));
        switch (item)
        {
            case ExecutionStarted started:
                json.WriteString("FunctionName", started.Name);
                WriteInput(started.Input);
                json.WriteNull("ScheduledStartTime");
                WriteGeneration();
                break;
            case ExecutionCompleted completed:
                json.WriteString("OrchestrationStatus", completed.Status.ToString());
                WriteResult(completed.Failure is { } why ? JsonSerializer.Serialize(why.ErrorMessage) : completed.Result);
                WriteFailure(completed.Failure);
                break;
            case TaskScheduled scheduled:
                json.WriteString("Name", scheduled.Name);
                WriteInput(scheduled.Input);
                break;
            case TaskCompleted done:
                WriteScheduled(done.TaskScheduledId);
                WriteResult(done.Result);
                break;
            case TaskFailed failed:
                WriteScheduled(failed.TaskScheduledId);
                WriteReason(failed.Failure);
                break;
            case SubOrchestrationCreated created:
                json.WriteString("Name", created.Name);
                json.WriteString("InstanceId", created.InstanceId);
                WriteInput(created.Input);
                break;
            case SubOrchestrationCompleted done:
                WriteScheduled(done.TaskScheduledId);
                WriteResult(done.Result);
                break;
            case SubOrchestrationFailed failed:
                WriteScheduled(failed.TaskScheduledId);
                WriteReason(failed.Failure);
                break;
            case TimerCreated timer:
                WriteTime("FireAt", timer.FireAt);
                break;
            case TimerFired timer:
                WriteTime("FireAt", timer.FireAt);
                break;
            case EventRaised raised:
                json.WriteString("Name", raised.Name);
                WriteInput(raised.Input);
                break;
            case EventSent sent:
                json.WriteString("InstanceId", sent.InstanceId);
                json.WriteString("Name", sent.Name);
                WriteInput(sent.Input);
                break;
            case ExecutionSuspended suspended:
                json.WriteString("Reason", suspended.Reason);
                break;
            case ExecutionResumed resumed:
                json.WriteString("Reason", resumed.Reason);
                break;
            case ExecutionRewound rewound:
                json.WriteString("Reason", rewound.Reason);
                break;
            case ExecutionTerminated terminated:
                WriteReasonOf(terminated);
                break;
            case ContinuedAsNew anew:
                WriteResult(anew.Input);
                break;
            default:
                break;
        }

        WriteTime("Timestamp", item.Timestamp);
        json.WriteEndObject();
    }

    private static string TypeName(HistoryEvent item) => item switch
    {
        SubOrchestrationCreated => "SubOrchestrationInstanceCreated",
        SubOrchestrationCompleted => "SubOrchestrationInstanceCompleted",
        SubOrchestrationFailed => "SubOrchestrationInstanceFailed",
        ContinuedAsNew => "ContinueAsNew",
        _ => item.GetType().Name,
    };

    private void WriteScheduled(int id)
    {
        if (!_scheduled.TryGetValue(id, out var scheduled))
        {
            return;
        }

        WriteTime("ScheduledTime", scheduled.Timestamp);
        var (name, input) = scheduled switch
        {
            TaskScheduled task => (task.Name, task.Input),
            SubOrchestrationCreated sub => (sub.Name, sub.Input),
            _ => ("", null),
        };
        json.WriteString("FunctionName", name);
        if (scheduled is SubOrchestrationCreated { InstanceId: var child })
        {
            json.WriteString("InstanceId", child);
        }

        WriteInput(input);
    }

    private void WriteGeneration()
    {
        if (view.IsChild)
        {
            json.WriteNull("Generation");
        }
        else
        {
            json.WriteNumber("Generation", 0);
        }
    }

    // The reason was serialized as the output that it becomes.
    private void WriteReasonOf(ExecutionTerminated terminated)
    {
        if (view.Style.Inputs)
        {
            json.WritePropertyName("Input");
            StatusWriter.WriteValue(json, terminated.Output);
        }
    }

    // Inputs are shown as they were serialized: a string that holds JSON.
    private void WriteInput(string? input)
    {
        if (view.Style.Inputs)
        {
            json.WriteString("Input", input);
        }
    }

    private void WriteResult(string? result)
    {
        if (view.Style.Outputs)
        {
            json.WritePropertyName("Result");
            StatusWriter.WriteValue(json, result);
        }
    }

    private void WriteReason(TaskFailureDetails failure)
    {
        json.WriteString("Reason", failure.ErrorMessage);
        json.WriteString("Details", view.Style.StackTraces ? failure.StackTrace : null);
        WriteFailure(failure);
    }

    private void WriteFailure(TaskFailureDetails? failure)
    {
        json.WritePropertyName("FailureDetails");
        WriteDetails(failure);
    }

    private void WriteDetails(TaskFailureDetails? failure)
    {
        if (failure is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("ErrorType", failure.ErrorType);
        json.WriteString("ErrorMessage", failure.ErrorMessage);
        json.WriteString("StackTrace", view.Style.StackTraces ? failure.StackTrace : null);
        json.WritePropertyName("InnerFailure");
        WriteDetails(failure.InnerFailure);
        json.WriteBoolean("IsNonRetriable", false);
        json.WriteStartObject("Properties");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteTime(string name, DateTime time)
        => json.WriteString(name, DateTime.SpecifyKind(time, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture));
}
