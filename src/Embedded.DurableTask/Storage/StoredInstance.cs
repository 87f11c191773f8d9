using EmbeddedFunctions.DurableTask.History;

namespace EmbeddedFunctions.DurableTask.Storage;

/// <summary>All that a store has of one instance, read at one moment.</summary>
/// <param name="Turns">The events of each committed turn, in order; empty before the first.</param>
/// <param name="Carried">Before the first turn: the events that the execution before carried over.</param>
/// <param name="Inbox">The messages that no turn has consumed, in order.</param>
internal sealed record StoredInstance(
    InstanceRecord Record,
    IReadOnlyList<IReadOnlyList<HistoryEvent>> Turns,
    IReadOnlyList<HistoryEvent> Carried,
    IReadOnlyList<StoredMessage> Inbox);
