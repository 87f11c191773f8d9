using DurableTask.Sqlite.Commits;
using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Tests.Hub;

/// <summary>Runs SQL on the connection that writes, such as a limit that makes the disk seem full.</summary>
internal sealed class SqlOperation(string sql) : WriteOperation
{
    public override void Execute(TaskHubWriter writer) => writer.Run(sql);
}
