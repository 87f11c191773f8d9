using Google.Protobuf.WellKnownTypes;
using P = Microsoft.DurableTask.Protobuf;

namespace FunctionsHost.Durable.Protocol;

/// <summary>Failures, from the engine to the protocol and back.</summary>
internal static class FailureConversion
{
    public static P.TaskFailureDetails? ToMessage(FailureDetails? source)
    {
        if (source is null)
        {
            return null;
        }

        var message = new P.TaskFailureDetails
        {
            ErrorType = source.ErrorType ?? "",
            ErrorMessage = source.ErrorMessage ?? "",
            StackTrace = source.StackTrace,
            InnerFailure = ToMessage(source.InnerFailure),
            IsNonRetriable = source.IsNonRetriable,
        };
        foreach (var (name, value) in source.Properties ?? new Dictionary<string, object?>())
        {
            message.Properties[name] = ToValue(value);
        }

        return message;
    }

    public static FailureDetails? FromMessage(P.TaskFailureDetails? source)
        => source is null
            ? null
            : new FailureDetails(
                source.ErrorType,
                source.ErrorMessage,
                source.StackTrace,
                FromMessage(source.InnerFailure),
                source.IsNonRetriable,
                source.Properties.Count == 0 ? null : source.Properties.ToDictionary(static pair => pair.Key, static pair => FromValue(pair.Value)));

    /// <summary>A failure that was recorded as text only.</summary>
    public static P.TaskFailureDetails FromReason(string? reason, string? details) => new() { ErrorType = "(unknown)", ErrorMessage = reason ?? "", StackTrace = details };

    private static Value ToValue(object? value) => value switch
    {
        null => Value.ForNull(),
        bool flag => Value.ForBool(flag),
        string text => Value.ForString(text),
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal => Value.ForNumber(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        IDictionary<string, object?> members => Value.ForStruct(ToStruct(members)),
        IEnumerable<object> items => Value.ForList([.. items.Select(ToValue)]),
        _ => Value.ForString(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    private static Struct ToStruct(IDictionary<string, object?> members)
    {
        var result = new Struct();
        foreach (var (name, value) in members)
        {
            result.Fields[name] = ToValue(value);
        }

        return result;
    }

    private static object? FromValue(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.BoolValue => value.BoolValue,
        Value.KindOneofCase.NumberValue => value.NumberValue,
        Value.KindOneofCase.StringValue => value.StringValue,
        Value.KindOneofCase.ListValue => value.ListValue.Values.Select(FromValue).ToList(),
        Value.KindOneofCase.StructValue => value.StructValue.Fields.ToDictionary(static pair => pair.Key, static pair => FromValue(pair.Value)),
        _ => null,
    };
}

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
