namespace Microsoft.DurableTask;

/// <content>Orchestrators that are objects and classes.</content>
public sealed partial class DurableTaskRegistry
{
    /// <summary>Adds an orchestrator object, by the name of its class.</summary>
    /// <param name="orchestrator">The orchestrator: one object for all runs.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableTaskRegistry AddOrchestrator(ITaskOrchestrator orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(NameOf(orchestrator.GetType()), orchestrator);
    }

    /// <summary>Adds an orchestrator class, by its name; it is made anew for each run or replay, by its parameterless constructor.</summary>
    /// <param name="type">The class.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The type is no orchestrator class, or the name is taken.</exception>
    public DurableTaskRegistry AddOrchestrator(Type type)
    {
        ThrowIfNotConcrete<ITaskOrchestrator>(type);
        return AddOrchestrator(NameOf(type), type);
    }

    /// <summary>Adds an orchestrator object.</summary>
    /// <param name="name">The orchestrator's name.</param>
    /// <param name="orchestrator">The orchestrator: one object for all runs.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddOrchestrator(TaskName name, ITaskOrchestrator orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return Add(_orchestrators, name, _ => orchestrator);
    }

    /// <summary>Adds what makes an orchestrator.</summary>
    /// <param name="name">The orchestrator's name.</param>
    /// <param name="factory">Makes the orchestrator for a run or replay.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddOrchestrator(TaskName name, Func<ITaskOrchestrator> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return Add(_orchestrators, name, _ => factory());
    }

    /// <summary>Adds an orchestrator class; it is made anew for each run or replay, by its parameterless constructor.</summary>
    /// <param name="name">The orchestrator's name.</param>
    /// <param name="type">The class.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The type is no orchestrator class, or the name is empty or taken.</exception>
    public DurableTaskRegistry AddOrchestrator(TaskName name, Type type)
    {
        ThrowIfNotConcrete<ITaskOrchestrator>(type);
        return Add(_orchestrators, name, _ => (ITaskOrchestrator)Activator.CreateInstance(type)!);
    }

    /// <summary>Adds an orchestrator class, by its name; it is made anew for each run or replay, by its parameterless constructor.</summary>
    /// <typeparam name="TOrchestrator">The class.</typeparam>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableTaskRegistry AddOrchestrator<TOrchestrator>()
        where TOrchestrator : class, ITaskOrchestrator => AddOrchestrator(typeof(TOrchestrator));

    /// <summary>Adds an orchestrator class; it is made anew for each run or replay, by its parameterless constructor.</summary>
    /// <typeparam name="TOrchestrator">The class.</typeparam>
    /// <param name="name">The orchestrator's name.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddOrchestrator<TOrchestrator>(TaskName name)
        where TOrchestrator : class, ITaskOrchestrator => AddOrchestrator(name, typeof(TOrchestrator));
}
