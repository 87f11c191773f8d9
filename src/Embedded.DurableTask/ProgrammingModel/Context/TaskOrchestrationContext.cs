using System.Collections.ObjectModel;

namespace Microsoft.DurableTask;

/// <summary>An orchestrator's only way to the outside. What its members return is the same in each replay.</summary>
public abstract partial class TaskOrchestrationContext
{
    /// <summary>The time, in UTC, at which the instance's present turn began: the same in each replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>The instance's id.</summary>
    public abstract string InstanceId { get; }

    /// <summary>Whether the code is going over what it has already done.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>The orchestrator's name.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The orchestration that started this one; null when a client did.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>What the engine tells beyond the other members; empty by default.</summary>
    public virtual IReadOnlyDictionary<string, object?> Properties { get; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>The version of the instance; empty when it has none.</summary>
    public virtual string Version => string.Empty;

    /// <summary>Compares the instance's version with another.</summary>
    /// <param name="version">The other version.</param>
    /// <returns>Less than zero when the instance's is the older, zero when they are the same, more when it is the newer. No version is older than any.</returns>
    public virtual int CompareVersionTo(string version) => TaskVersionOrder.Compare(Version, version);

    /// <summary>Ends this round, and starts the orchestrator over under the same id, with an empty history.</summary>
    /// <param name="options">The next round's input, and what becomes of events that nobody waited for.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>Ends this round, and starts the orchestrator over under the same id, with an empty history. Return right after it.</summary>
    /// <param name="newInput">The next round's input; null for none.</param>
    /// <param name="preserveUnprocessedEvents">Whether events that nobody waited for are there in the next round. True by default.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>Reads the instance's input.</summary>
    /// <typeparam name="T">The type to read.</typeparam>
    /// <returns>The input; the type's default when there is none.</returns>
    public abstract T? GetInput<T>();

    /// <summary>A new id: unlike any other, and the same in each replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>Sends an event to another instance.</summary>
    /// <param name="instanceId">The other instance's id.</param>
    /// <param name="eventName">The event's name; its case does not matter.</param>
    /// <param name="payload">What the waiter receives.</param>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets what clients see as the instance's custom status.</summary>
    /// <param name="customStatus">The status, at most 16 KB when written; null for none.</param>
    public abstract void SetCustomStatus(object? customStatus);
}
