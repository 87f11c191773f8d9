using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A W3C trace context.</summary>
public abstract class TraceContext
{
    /// <summary>Attributes of the trace.</summary>
    public virtual IReadOnlyDictionary<string, string> Attributes { get; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Baggage of the trace.</summary>
    public virtual IReadOnlyDictionary<string, string> Baggage { get; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The <c>traceparent</c> value; empty when nothing is traced.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The <c>tracestate</c> value; empty when there is none.</summary>
    public abstract string TraceState { get; }
}
