using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Invocation;

/// <summary>The trace that was current when it was asked for.</summary>
internal sealed class CurrentTrace : TraceContext
{
    private readonly Activity? _activity = Activity.Current;

    public override IReadOnlyDictionary<string, string> Baggage
        => _activity?.Baggage.DistinctBy(item => item.Key).ToDictionary(item => item.Key, item => item.Value ?? "") ?? [];

    public override string TraceParent => _activity?.Id ?? "";

    public override string TraceState => _activity?.TraceStateString ?? "";
}
