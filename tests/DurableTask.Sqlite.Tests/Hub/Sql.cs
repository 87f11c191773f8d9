using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite.Tests.Hub;

/// <summary>Another program's look at a file.</summary>
internal static class Sql
{
    public static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public static void Execute(string path, string sql)
    {
        using SqliteConnection connection = Connect(path);
        Execute(connection, sql);
    }
}
