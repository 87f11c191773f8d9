using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite.Storage;

/// <summary>A prepared statement with positional parameters ($1, $2, …), kept for the life of its connection.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand command;
    private readonly SqliteParameter[] parameters;

    public Statement(SqliteConnection connection, string sql, int parameterCount)
    {
        this.command = connection.CreateCommand();
#pragma warning disable CA2100 // Only the constants of this assembly get here.
        this.command.CommandText = sql;
#pragma warning restore CA2100
        this.parameters = new SqliteParameter[parameterCount];
        for (int i = 0; i < parameterCount; i++)
        {
            this.parameters[i] = this.command.Parameters.Add(new SqliteParameter { ParameterName = $"${i + 1}" });
        }

        this.command.Prepare();
    }

    public Statement With(params ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            this.parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return this;
    }

    public int Execute() => this.command.ExecuteNonQuery();

    public long Number() => (long)this.command.ExecuteScalar()!;

    public SqliteDataReader Read() => this.command.ExecuteReader();

    public void Dispose() => this.command.Dispose();
}
