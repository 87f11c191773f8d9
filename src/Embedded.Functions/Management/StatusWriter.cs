using System.Globalization;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.Management;

/// <summary>Writes an instance's status as Durable Functions does.</summary>
internal static class StatusWriter
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ssZ";

    public static void Write(Utf8JsonWriter json, OrchestrationMetadata found, bool showInput, string? suspendedFor, HistoryView? history)
    {
        json.WriteStartObject();
        json.WriteString("name", found.Name);
        json.WriteString("instanceId", found.InstanceId);
        json.WriteString("runtimeStatus", found.RuntimeStatus.ToString());
        json.WritePropertyName("input");
        WriteValue(json, showInput ? found.SerializedInput : null);
        json.WritePropertyName("customStatus");
        WriteValue(json, found.SerializedCustomStatus);
        json.WritePropertyName("output");
        WriteOutput(json, found, suspendedFor);
        json.WriteString("createdTime", found.CreatedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        json.WriteString("lastUpdatedTime", found.LastUpdatedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        if (found.ParentInstanceId is { } parent)
        {
            json.WriteString("parentInstanceId", parent);
        }

        if (history is not null)
        {
            json.WritePropertyName("historyEvents");
            new HistoryWriter(json, history).Write();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a serialized payload as the JSON value that it is, or as text when a custom converter wrote something else.</summary>
    public static void WriteValue(Utf8JsonWriter json, string? serialized)
    {
        if (serialized is null)
        {
            json.WriteNullValue();
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(serialized, new JsonDocumentOptions { MaxDepth = 512 });
            document.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteStringValue(serialized);
        }
    }

    /// <summary>One line for a failure: its type and its message.</summary>
    public static string Describe(TaskFailureDetails failure) => $"{failure.ErrorType}: {failure.ErrorMessage}";

    private static void WriteOutput(Utf8JsonWriter json, OrchestrationMetadata found, string? suspendedFor)
    {
        if (found.RuntimeStatus == OrchestrationRuntimeStatus.Failed && found.FailureDetails is { } failure)
        {
            json.WriteStringValue(Describe(failure));
        }
        else if (found.RuntimeStatus == OrchestrationRuntimeStatus.Suspended && suspendedFor is not null)
        {
            json.WriteStringValue(suspendedFor);
        }
        else
        {
            WriteValue(json, found.SerializedOutput);
        }
    }
}
