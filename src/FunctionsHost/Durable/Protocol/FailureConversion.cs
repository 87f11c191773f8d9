using System.Globalization;
using DurableTask.Core;
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
