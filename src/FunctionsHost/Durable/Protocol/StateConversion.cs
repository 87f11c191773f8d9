using DurableTask.Core;
using P = Microsoft.DurableTask.Protobuf;

namespace FunctionsHost.Durable.Protocol;

/// <summary>An instance's state as the durable client reads it.</summary>
internal static class StateConversion
{
    /// <param name="withPayloads">Whether input, output, custom status and failure are asked for.</param>
    public static P.OrchestrationState ToMessage(OrchestrationState source, bool withPayloads)
    {
        var message = new P.OrchestrationState
        {
            InstanceId = source.OrchestrationInstance.InstanceId,
            ExecutionId = source.OrchestrationInstance.ExecutionId,
            Name = source.Name,
            Version = source.Version,
            ParentInstanceId = source.ParentInstance?.OrchestrationInstance?.InstanceId,
            OrchestrationStatus = (P.OrchestrationStatus)source.OrchestrationStatus,
            ScheduledStartTimestamp = Times.ToTimestamp(source.ScheduledStartTime),
            CreatedTimestamp = Times.ToTimestamp(source.CreatedTime),
            LastUpdatedTimestamp = Times.ToTimestamp(source.LastUpdatedTime),
        };
        if (source.CompletedTime > source.CreatedTime && source.CompletedTime.Year < DateTime.MaxValue.Year)
        {
            message.CompletedTimestamp = Times.ToTimestamp(source.CompletedTime);
        }

        if (source.Tags is { Count: > 0 } tags)
        {
            message.Tags.Add(tags);
        }

        if (withPayloads)
        {
            message.Input = source.Input;
            message.Output = source.Output;
            message.CustomStatus = source.Status;
            message.FailureDetails = FailureConversion.ToMessage(source.FailureDetails) ?? FromOutput(source);
        }

        return message;
    }

    /// <summary>One of a list of instances, which has its custom status also without the other payloads.</summary>
    public static P.OrchestrationState ToListed(OrchestrationState source, bool withPayloads)
    {
        var message = ToMessage(source, withPayloads);
        message.CustomStatus = source.Status;
        return message;
    }

    // Not every store keeps the failure beside the output, which then says it as "type: message".
    private static P.TaskFailureDetails? FromOutput(OrchestrationState source)
    {
        if (source.OrchestrationStatus != OrchestrationStatus.Failed || source.Output is not { Length: > 0 } output)
        {
            return null;
        }

        var colon = output.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && !output.AsSpan(0, colon).Contains(' ')
            ? new P.TaskFailureDetails { ErrorType = output[..colon], ErrorMessage = output[(colon + 2)..] }
            : FailureConversion.FromReason(output, details: null);
    }
}
