namespace Microsoft.DurableTask;

/// <content>Activities that are delegates.</content>
public sealed partial class DurableTaskRegistry
{
    /// <summary>Adds an activity that is an action.</summary>
    /// <param name="name">The activity's name.</param>
    /// <param name="activity">The code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddActivityFunc(TaskName name, Action<TaskActivityContext> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(name, new DelegateActivity<object?, object?>((context, _) =>
        {
            activity(context);
            return Task.FromResult<object?>(null);
        }));
    }

    /// <summary>Adds an activity that is asynchronous, without a result.</summary>
    /// <param name="name">The activity's name.</param>
    /// <param name="activity">The code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddActivityFunc(TaskName name, Func<TaskActivityContext, Task> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(name, new DelegateActivity<object?, object?>(async (context, _) =>
        {
            await activity(context).ConfigureAwait(false);
            return null;
        }));
    }

    /// <summary>Adds an activity that is an action with an input.</summary>
    /// <typeparam name="TInput">What it takes.</typeparam>
    /// <param name="name">The activity's name.</param>
    /// <param name="activity">The code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddActivityFunc<TInput>(TaskName name, Action<TaskActivityContext, TInput> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(name, new DelegateActivity<TInput, object?>((context, input) =>
        {
            activity(context, input);
            return Task.FromResult<object?>(null);
        }));
    }

    /// <summary>Adds an activity that is asynchronous, with a result.</summary>
    /// <typeparam name="TOutput">What it gives.</typeparam>
    /// <param name="name">The activity's name.</param>
    /// <param name="activity">The code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddActivityFunc<TOutput>(TaskName name, Func<TaskActivityContext, Task<TOutput>> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(name, new DelegateActivity<object?, TOutput>((context, _) => activity(context)));
    }

    /// <summary>Adds an activity that is a function.</summary>
    /// <typeparam name="TOutput">What it gives.</typeparam>
    /// <param name="name">The activity's name.</param>
    /// <param name="activity">The code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddActivityFunc<TOutput>(TaskName name, Func<TaskActivityContext, TOutput> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(name, new DelegateActivity<object?, TOutput>((context, _) => Task.FromResult(activity(context))));
    }

    /// <summary>Adds an activity that is asynchronous, with an input.</summary>
    /// <typeparam name="TInput">What it takes.</typeparam>
    /// <param name="name">The activity's name.</param>
    /// <param name="activity">The code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddActivityFunc<TInput>(TaskName name, Func<TaskActivityContext, TInput, Task> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(name, new DelegateActivity<TInput, object?>(async (context, input) =>
        {
            await activity(context, input).ConfigureAwait(false);
            return null;
        }));
    }

    /// <summary>Adds an activity that is asynchronous, with an input and a result.</summary>
    /// <typeparam name="TInput">What it takes.</typeparam>
    /// <typeparam name="TOutput">What it gives.</typeparam>
    /// <param name="name">The activity's name.</param>
    /// <param name="activity">The code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(TaskName name, Func<TaskActivityContext, TInput, Task<TOutput>> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(name, new DelegateActivity<TInput, TOutput>(activity));
    }

    /// <summary>Adds an activity that is a function with an input.</summary>
    /// <typeparam name="TInput">What it takes.</typeparam>
    /// <typeparam name="TOutput">What it gives.</typeparam>
    /// <param name="name">The activity's name.</param>
    /// <param name="activity">The code.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(TaskName name, Func<TaskActivityContext, TInput, TOutput> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(name, new DelegateActivity<TInput, TOutput>((context, input) => Task.FromResult(activity(context, input))));
    }
}
