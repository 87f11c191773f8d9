using EmbeddedFunctions.Hosting;
using EmbeddedFunctions.Keys;
using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Durable;

/// <summary>Makes the addresses of the management API.</summary>
internal sealed class ManagementAddresses(HostSettings settings, KeyRing keys, EmbeddedHostAddress address)
{
    public const string BasePath = "/runtime/webhooks/durabletask";

    /// <summary>The address of an instance's status.</summary>
    /// <param name="authority">Scheme, host and port; null: the host's own.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="withHub">Whether the address says the task hub and the connection.</param>
    public string Status(string? authority, string instanceId, bool withHub) => $"{Instance(authority, instanceId)}{Query(withHub)}";

    /// <summary>Every address of an instance.</summary>
    public HttpManagementPayload Payload(string? authority, string instanceId, bool withHub)
    {
        var instance = Instance(authority, instanceId);
        var query = Query(withHub);
        var reason = query.Length == 0 ? "?reason={text}" : $"?reason={{text}}&{query[1..]}";
        return new HttpManagementPayload
        {
            Id = instanceId,
            PurgeHistoryDeleteUri = instance + query,
            RestartPostUri = $"{instance}/restart{query}",
            ResumePostUri = $"{instance}/resume{reason}",
            RewindPostUri = $"{instance}/rewind{reason}",
            SendEventPostUri = $"{instance}/raiseEvent/{{eventName}}{query}",
            StatusQueryGetUri = instance + query,
            SuspendPostUri = $"{instance}/suspend{reason}",
            TerminatePostUri = $"{instance}/terminate{reason}",
        };
    }

    private string Instance(string? authority, string instanceId)
        => $"{authority?.TrimEnd('/') ?? Own()}{BasePath}/instances/{Uri.EscapeDataString(instanceId)}";

    private string Own() => address.BaseAddress.GetLeftPart(UriPartial.Authority);

    private string Query(bool withHub)
    {
        var hub = withHub ? $"taskHub={Uri.EscapeDataString(settings.TaskHub)}&connection=Storage" : null;
        var code = keys.SystemKey is { } key ? $"code={Uri.EscapeDataString(key)}" : null;
        var query = string.Join('&', new[] { hub, code }.OfType<string>());
        return query.Length == 0 ? "" : "?" + query;
    }
}
