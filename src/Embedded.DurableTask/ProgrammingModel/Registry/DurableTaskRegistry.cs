using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask;

/// <summary>The orchestrators and activities that an engine can run, by name. Names are unique, whatever their case.</summary>
public sealed partial class DurableTaskRegistry
{
    private readonly Dictionary<TaskName, Func<IServiceProvider, ITaskActivity>> _activities = [];

    private readonly Dictionary<TaskName, Func<IServiceProvider, ITaskOrchestrator>> _orchestrators = [];

    /// <summary>What makes each activity, by name.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskActivity>>> GetActivities() => _activities;

    /// <summary>What makes each orchestrator, by name.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskOrchestrator>>> GetOrchestrators() => _orchestrators;

    /// <summary>Looks an activity up.</summary>
    internal bool TryGetActivity(TaskName name, [NotNullWhen(true)] out Func<IServiceProvider, ITaskActivity>? factory) =>
        _activities.TryGetValue(name, out factory);

    /// <summary>Looks an orchestrator up.</summary>
    internal bool TryGetOrchestrator(TaskName name, [NotNullWhen(true)] out Func<IServiceProvider, ITaskOrchestrator>? factory) =>
        _orchestrators.TryGetValue(name, out factory);

    private DurableTaskRegistry Add<TTask>(
        Dictionary<TaskName, Func<IServiceProvider, TTask>> tasks, TaskName name, Func<IServiceProvider, TTask> factory)
    {
        if (string.IsNullOrEmpty(name.Name))
        {
            throw new ArgumentException($"An {typeof(TTask).Name} needs a name, and this one is empty.", nameof(name));
        }

        if (!tasks.TryAdd(name, factory))
        {
            throw new ArgumentException(
                $"There is already an {typeof(TTask).Name} named '{name}': register each under a name of its own.", nameof(name));
        }

        return this;
    }

    private static void ThrowIfNotConcrete<TTask>(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!type.IsClass || type.IsAbstract || type.ContainsGenericParameters || !type.IsAssignableTo(typeof(TTask)))
        {
            throw new ArgumentException($"'{type}' is not a concrete class that implements {typeof(TTask).Name}.", nameof(type));
        }
    }

    private static TaskName NameOf(Type type) =>
        Attribute.GetCustomAttribute(type, typeof(DurableTaskAttribute)) is DurableTaskAttribute { Name: { Name.Length: > 0 } named }
            ? named
            : new TaskName(type.Name);
}
