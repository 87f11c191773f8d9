namespace FunctionsHost.Management;

/// <summary>Makes the addresses of the management API.</summary>
/// <param name="taskHub">The task hub's name.</param>
/// <param name="systemKey">The key that the addresses carry; null when there are no keys.</param>
internal sealed class ManagementAddresses(string taskHub, string? systemKey)
{
    /// <summary>Where the management API is.</summary>
    public const string BasePath = "/runtime/webhooks/durabletask";

    /// <summary>Whether a request is the management API's: it is refused, or not found, as by the Durable extension, without a body.</summary>
    public static bool Include(PathString path) => path.StartsWithSegments("/runtime", StringComparison.OrdinalIgnoreCase);

    /// <summary>The query that every address carries, without the question mark; empty when there are no keys.</summary>
    public string Query { get; } = systemKey is null ? "" : $"code={Uri.EscapeDataString(systemKey)}";

    /// <summary>The address of an instance's status.</summary>
    /// <param name="authority">Scheme, host and port.</param>
    public string Status(string authority, string instanceId) => $"{Instance(authority, instanceId)}?{HubQuery()}";

    /// <summary>Writes every address of an instance, as the answer to a start has them.</summary>
    public void Write(Utf8JsonWriter json, string authority, string instanceId)
    {
        var instance = Instance(authority, instanceId);
        var query = "?" + HubQuery();
        var reason = $"?reason={{text}}&{HubQuery()}";
        json.WriteStartObject();
        json.WriteString("id", instanceId);
        json.WriteString("purgeHistoryDeleteUri", instance + query);
        json.WriteString("restartPostUri", $"{instance}/restart{query}");
        json.WriteString("resumePostUri", $"{instance}/resume{reason}");
        json.WriteString("rewindPostUri", $"{instance}/rewind{reason}");
        json.WriteString("sendEventPostUri", $"{instance}/raiseEvent/{{eventName}}{query}");
        json.WriteString("statusQueryGetUri", instance + query);
        json.WriteString("suspendPostUri", $"{instance}/suspend{reason}");
        json.WriteString("terminatePostUri", $"{instance}/terminate{reason}");
        json.WriteEndObject();
    }

    private static string Instance(string authority, string instanceId) => $"{authority}{BasePath}/instances/{Uri.EscapeDataString(instanceId)}";

    private string HubQuery()
    {
        var hub = $"taskHub={Uri.EscapeDataString(taskHub)}&connection=Storage";
        return Query.Length == 0 ? hub : $"{hub}&{Query}";
    }
}
