using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Commits;

/// <summary>Writes as much as a turn may, or deletes it again: shows whether the file can be written.</summary>
internal sealed class ProbeOperation(bool writes) : WriteOperation
{
    // The keys of instances are positive.
    public override void Execute(TaskHubWriter writer) => writer.Run(writes
        ? "INSERT OR REPLACE INTO inputs (key, input) VALUES (-1, zeroblob(65536))"
        : "DELETE FROM inputs WHERE key = -1");
}
