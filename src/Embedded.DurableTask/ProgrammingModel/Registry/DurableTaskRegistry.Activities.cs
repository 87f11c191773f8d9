using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask;

/// <content>Activities that are objects and classes.</content>
public sealed partial class DurableTaskRegistry
{
    /// <summary>Adds an activity object, by the name of its class.</summary>
    /// <param name="activity">The activity: one object for all runs.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableTaskRegistry AddActivity(ITaskActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(NameOf(activity.GetType()), activity);
    }

    /// <summary>Adds an activity class, by its name; it is made anew for each run, by its service or with its constructor's dependencies injected.</summary>
    /// <param name="type">The class.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The type is no activity class, or the name is taken.</exception>
    public DurableTaskRegistry AddActivity(Type type)
    {
        ThrowIfNotConcrete<ITaskActivity>(type);
        return AddActivity(NameOf(type), type);
    }

    /// <summary>Adds an activity object.</summary>
    /// <param name="name">The activity's name.</param>
    /// <param name="activity">The activity: one object for all runs.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddActivity(TaskName name, ITaskActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return Add(_activities, name, _ => activity);
    }

    /// <summary>Adds what makes an activity.</summary>
    /// <param name="name">The activity's name.</param>
    /// <param name="factory">Makes the activity for a run, given the run's services.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddActivity(TaskName name, Func<IServiceProvider, ITaskActivity> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return Add(_activities, name, factory);
    }

    /// <summary>Adds an activity class; it is made anew for each run, by its service or with its constructor's dependencies injected.</summary>
    /// <param name="name">The activity's name.</param>
    /// <param name="type">The class.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The type is no activity class, or the name is empty or taken.</exception>
    public DurableTaskRegistry AddActivity(TaskName name, Type type)
    {
        ThrowIfNotConcrete<ITaskActivity>(type);
        return Add(_activities, name, services => (ITaskActivity)ActivatorUtilities.GetServiceOrCreateInstance(services, type));
    }

    /// <summary>Adds an activity class, by its name; it is made anew for each run, by its service or with its constructor's dependencies injected.</summary>
    /// <typeparam name="TActivity">The class.</typeparam>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableTaskRegistry AddActivity<TActivity>()
        where TActivity : class, ITaskActivity => AddActivity(typeof(TActivity));

    /// <summary>Adds an activity class; it is made anew for each run, by its service or with its constructor's dependencies injected.</summary>
    /// <typeparam name="TActivity">The class.</typeparam>
    /// <param name="name">The activity's name.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddActivity<TActivity>(TaskName name)
        where TActivity : class, ITaskActivity => AddActivity(name, typeof(TActivity));
}
