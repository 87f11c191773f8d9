using EmbeddedFunctions.DurableTask.History;

namespace EmbeddedFunctions.DurableTask.Storage.Memory;

/// <summary>One instance in the in-memory store. History is kept encoded, as a file would keep it, so that nothing is shared with the engine.</summary>
internal sealed class MemoryInstance(InstanceRecord record)
{
    public InstanceRecord Record { get; set; } = record;

    public SortedList<int, byte[]> Turns { get; } = [];

    public List<(long Id, string? ExecutionId, byte[] Event)> Inbox { get; } = [];

    public StoredInstance Read()
    {
        var turns = new List<IReadOnlyList<HistoryEvent>>(this.Turns.Count);
        foreach (byte[] bytes in this.Turns.Values)
        {
            var events = new List<HistoryEvent>();
            HistoryReader.Decode(bytes, this.Record.Input, events);
            turns.Add(events);
        }

        bool started = this.Record.Turns > 0;
        return new StoredInstance(
            this.Record,
            started ? turns : [],
            started || turns.Count == 0 ? [] : turns[0],
            [.. this.Inbox.Select(m => new StoredMessage(m.Id, m.ExecutionId, HistoryReader.DecodeOne(m.Event)))]);
    }
}
