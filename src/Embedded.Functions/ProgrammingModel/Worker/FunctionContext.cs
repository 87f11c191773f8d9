namespace Microsoft.Azure.Functions.Worker;

/// <summary>Everything about one invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>What the trigger carried.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Signals that the caller has gone or that the host is stopping.</summary>
    public virtual CancellationToken CancellationToken { get; }

    /// <summary>Features of this invocation, by type.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>The function that is invoked.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>An id of the function, the same from start to start.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The invocation's scope of services.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>An id of this invocation.</summary>
    public abstract string InvocationId { get; }

    /// <summary>Values that middleware and function share during this invocation.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>How often the host has retried this invocation.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The distributed trace that this invocation is part of.</summary>
    public abstract TraceContext TraceContext { get; }
}
