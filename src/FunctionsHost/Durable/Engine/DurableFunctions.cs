using FunctionsHost.Worker;

namespace FunctionsHost.Durable.Engine;

/// <summary>The app's orchestrators and activities, by name.</summary>
internal sealed class DurableFunctions(IFunctionInvoker invoker)
{
    private Names _names = new([]);

    /// <summary>The function's own spelling of an orchestrator's name; null when there is none.</summary>
    public string? FindOrchestrator(string name) => Current().Orchestrators.GetValueOrDefault(name);

    /// <summary>The function's own spelling of an activity's name; null when there is none.</summary>
    public string? FindActivity(string name) => Current().Activities.GetValueOrDefault(name);

    /// <summary>Why an orchestrator of that name cannot run.</summary>
    public string NoOrchestrator(string name) => Missing(name, "orchestrator", Current().Orchestrators);

    /// <summary>Why an activity of that name cannot run.</summary>
    public string NoActivity(string name) => Missing(name, "activity", Current().Activities);

    private static string Missing(string name, string kind, Dictionary<string, string> known)
        => known.Count == 0
            ? $"The app has no {kind} function named '{name}', nor any other."
            : $"The app has no {kind} function named '{name}'. It has: {string.Join(", ", known.Values.Order(StringComparer.OrdinalIgnoreCase))}.";

    // The list is replaced with the worker: the names are read again only then.
    private Names Current()
    {
        var functions = invoker.Functions;
        var names = _names;
        if (!ReferenceEquals(names.Source, functions))
        {
            _names = names = new Names(functions);
        }

        return names;
    }

    private sealed class Names(IReadOnlyList<FunctionDefinition> source)
    {
        public IReadOnlyList<FunctionDefinition> Source { get; } = source;

        public Dictionary<string, string> Orchestrators { get; } = Of(source, "orchestrationTrigger");

        public Dictionary<string, string> Activities { get; } = Of(source, "activityTrigger");

        private static Dictionary<string, string> Of(IReadOnlyList<FunctionDefinition> functions, string trigger)
            => functions
                .Where(function => function.Bindings.Any(binding => string.Equals(binding.Type, trigger, StringComparison.OrdinalIgnoreCase)))
                .ToDictionary(static function => function.Name, static function => function.Name, StringComparer.OrdinalIgnoreCase);
    }
}
