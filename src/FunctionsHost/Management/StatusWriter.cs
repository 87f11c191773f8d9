using DurableTask.Core.History;

namespace FunctionsHost.Management;

/// <summary>Writes an instance's status as Durable Functions does.</summary>
internal static class StatusWriter
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ssZ";

    /// <param name="showInput">Whether the input is shown; null stands there when not.</param>
    /// <param name="suspendedFor">Why a suspended instance is suspended.</param>
    /// <param name="history">The history to show, and how; null for none.</param>
    public static void Write(Utf8JsonWriter json, OrchestrationState state, bool showInput, string? suspendedFor, (IReadOnlyList<HistoryEvent> Events, HistoryStyle Style)? history)
    {
        json.WriteStartObject();
        json.WriteString("name", state.Name);
        json.WriteString("instanceId", state.OrchestrationInstance.InstanceId);
        json.WriteString("runtimeStatus", state.OrchestrationStatus.ToString());
        json.WritePropertyName("input");
        WriteValue(json, showInput ? state.Input : null);
        json.WritePropertyName("customStatus");
        WriteValue(json, state.Status);
        json.WritePropertyName("output");
        WriteOutput(json, state, suspendedFor);
        json.WriteString("createdTime", state.CreatedTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        json.WriteString("lastUpdatedTime", state.LastUpdatedTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        if (state.ParentInstance?.OrchestrationInstance?.InstanceId is { } parent)
        {
            json.WriteString("parentInstanceId", parent);
        }

        if (history is { } shown)
        {
            json.WritePropertyName("historyEvents");
            new HistoryWriter(json, shown.Events, shown.Style).Write();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a serialized payload as the JSON value that it is, or as text when it is none.</summary>
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

    private static void WriteOutput(Utf8JsonWriter json, OrchestrationState state, string? suspendedFor)
    {
        if (state.OrchestrationStatus == OrchestrationStatus.Failed)
        {
            json.WriteStringValue(state.FailureDetails is { } failure ? $"{failure.ErrorType}: {failure.ErrorMessage}" : state.Output);
        }
        else if (state.OrchestrationStatus == OrchestrationStatus.Suspended && suspendedFor is not null)
        {
            json.WriteStringValue(suspendedFor);
        }
        else
        {
            WriteValue(json, state.Output);
        }
    }
}

/// <summary>Finds text in JSON that is no Unicode: the parser leaves half a surrogate pair for whoever reads it to fall over.</summary>
internal static class JsonText
{
    /// <summary>Reads every name and text once.</summary>
    /// <exception cref="InvalidOperationException">One cannot be read.</exception>
    public static void Check(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Check(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    Check(member.Value);
                }

                break;
        }
    }
}
