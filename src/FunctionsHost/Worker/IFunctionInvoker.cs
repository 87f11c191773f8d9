namespace FunctionsHost.Worker;

/// <summary>Gives invocations to the worker.</summary>
internal interface IFunctionInvoker
{
    /// <summary>The functions that the worker has, once it is ready. Their ids change when a worker is replaced, their names do not.</summary>
    IReadOnlyList<FunctionDefinition> Functions { get; }

    /// <summary>Runs a function once and waits for its outcome.</summary>
    /// <param name="functionName">The function's name.</param>
    /// <param name="input">What the trigger's binding gets.</param>
    /// <param name="cancellationToken">Tells the worker to cancel the invocation; the task still completes with what the worker answers.</param>
    /// <returns>What the function returned.</returns>
    /// <exception cref="FunctionFailedException">The function threw.</exception>
    /// <exception cref="WorkerUnavailableException">The worker is gone or the host stops: whether the function ran is not known.</exception>
    Task<ReturnValue> InvokeAsync(string functionName, TriggerInput input, CancellationToken cancellationToken);
}

/// <summary>What a function returned. A string and JSON text look alike, and mean different things: the string <c>5</c> is not the number.</summary>
/// <param name="Text">JSON text, or the string that the function returned; null when it returned nothing.</param>
/// <param name="IsJson">Whether <paramref name="Text"/> is JSON. Bytes come as a JSON string in base64.</param>
internal readonly record struct ReturnValue(string? Text, bool IsJson)
{
    /// <summary>The text, for functions whose return value is known to be a string.</summary>
    public static implicit operator string?(ReturnValue value) => value.Text;
}

/// <summary>What a trigger hands to its function.</summary>
/// <param name="Value">The value of the trigger's binding: a string, or JSON text.</param>
/// <param name="IsJson">Whether <paramref name="Value"/> is JSON; otherwise it is passed on as a string.</param>
internal readonly record struct TriggerInput(string? Value, bool IsJson = false)
{
    /// <summary>The W3C trace parent of the invocation; empty when there is none.</summary>
    public string TraceParent { get; init; } = "";

    /// <summary>The W3C trace state of the invocation.</summary>
    public string TraceState { get; init; } = "";

    /// <summary>How often this invocation was tried before, and how often it may be.</summary>
    public (int Count, int Max) Retry { get; init; }
}

/// <summary>Gives the value of an input binding that is not a trigger, such as <c>durableClient</c>.</summary>
internal interface IInputBindingSource
{
    /// <summary>The binding type that it serves.</summary>
    string BindingType { get; }

    /// <summary>The binding's value: a JSON text that the worker gets as a string.</summary>
    string GetValue(FunctionBinding binding);
}

/// <summary>A function threw.</summary>
internal sealed class FunctionFailedException(string functionName, string type, string message, string? stackTrace)
    : Exception($"Function '{functionName}' failed: {message}")
{
    /// <summary>Whether it was cancelled, as it was asked to.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>The invocation, as the log names it.</summary>
    public string InvocationId { get; init; } = "";

    /// <summary>The exception's full type name in the worker; empty when the worker did not say.</summary>
    public string RemoteType { get; } = type;

    /// <summary>The exception's message in the worker.</summary>
    public string RemoteMessage { get; } = message;

    /// <summary>The stack trace in the worker.</summary>
    public string? RemoteStackTrace { get; } = stackTrace;
}

/// <summary>The worker is gone, or the host stops, before the outcome of an invocation was known.</summary>
internal sealed class WorkerUnavailableException(string message) : Exception(message);
