using FunctionsHost.Durable.Protocol;
using FunctionsHost.Worker;
using Google.Protobuf;
using P = Microsoft.DurableTask.Protobuf;

namespace FunctionsHost.Durable.Engine;

/// <summary>Reads what a function threw from what the worker says of it.</summary>
internal static class WorkerFailures
{
    private const string Unknown = "(unknown)";
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public static FailureDetails ToDetails(FunctionFailedException failure)
    {
        var text = failure.RemoteMessage;
        return TryReadDetails(text) ?? FromText(failure, text);
    }

    // The worker's durable extension sends an activity's failure whole, inner failures and all, as JSON in the message.
    private static FailureDetails? TryReadDetails(string text)
    {
        var start = text.IndexOf('{', StringComparison.Ordinal);
        if (start < 0 || !text.AsSpan(start).Contains("rror", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            var details = Json.Parse<P.TaskFailureDetails>(text[start..]);
            return details.ErrorType.Length == 0 ? null : FailureConversion.FromMessage(details);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    // Otherwise it is what the exception's ToString says: "type: message", and then lines of stack.
    private static FailureDetails FromText(FunctionFailedException failure, string text)
    {
        var line = text.AsSpan();
        if (line.IndexOf("\n   at ", StringComparison.Ordinal) is > 0 and var stack)
        {
            line = line[..stack];
        }

        var message = line.Trim().ToString();
        var type = failure.RemoteType;
        if (type.Length > 0 && message.StartsWith(type + ": ", StringComparison.Ordinal))
        {
            message = message[(type.Length + 2)..];
        }
        else if (type.Length == 0 && message.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon && !message.AsSpan(0, colon).Contains(' '))
        {
            (type, message) = (message[..colon], message[(colon + 2)..]);
        }

        return new FailureDetails(type.Length == 0 ? Unknown : type, message, failure.RemoteStackTrace, innerFailure: null, isNonRetriable: false);
    }
}
