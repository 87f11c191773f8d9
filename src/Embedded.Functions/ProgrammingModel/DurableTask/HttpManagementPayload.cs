using System.Text.Json.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The addresses that manage one orchestration instance. They carry the key: treat them as secrets.</summary>
public class HttpManagementPayload
{
    /// <summary>The instance's id.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; internal set; }

    /// <summary>DELETE it to purge the instance.</summary>
    [JsonPropertyName("purgeHistoryDeleteUri")]
    public string? PurgeHistoryDeleteUri { get; internal set; }

    /// <summary>POST to it to restart the instance.</summary>
    [JsonPropertyName("restartPostUri")]
    public string? RestartPostUri { get; internal set; }

    /// <summary>POST to it to resume the instance; <c>{text}</c> is the reason.</summary>
    [JsonPropertyName("resumePostUri")]
    public string? ResumePostUri { get; internal set; }

    /// <summary>POST to it to rewind the instance; <c>{text}</c> is the reason.</summary>
    [JsonPropertyName("rewindPostUri")]
    public string? RewindPostUri { get; internal set; }

    /// <summary>POST to it to raise an event; <c>{eventName}</c> is its name.</summary>
    [JsonPropertyName("sendEventPostUri")]
    public string? SendEventPostUri { get; internal set; }

    /// <summary>GET it for the instance's status.</summary>
    [JsonPropertyName("statusQueryGetUri")]
    public string? StatusQueryGetUri { get; internal set; }

    /// <summary>POST to it to suspend the instance; <c>{text}</c> is the reason.</summary>
    [JsonPropertyName("suspendPostUri")]
    public string? SuspendPostUri { get; internal set; }

    /// <summary>POST to it to terminate the instance; <c>{text}</c> is the reason.</summary>
    [JsonPropertyName("terminatePostUri")]
    public string? TerminatePostUri { get; internal set; }
}
