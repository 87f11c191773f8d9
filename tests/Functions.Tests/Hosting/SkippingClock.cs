using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace CharacterFanOut.Functions.Tests.Hosting;

/// <summary>
/// A clock that stands still while a task hub has work, and jumps to the next durable timer when it has none: a wait of twelve hours takes
/// no time. It looks into the task hub's file, where a turn, its activities and its timers appear together or not at all.
/// </summary>
/// <param name="start">The time to begin at.</param>
internal sealed class SkippingClock(DateTimeOffset start) : FakeTimeProvider(start), IDisposable
{
    private const string NextTimer = """
        SELECT min(fire_at) FROM timers
        WHERE NOT EXISTS (SELECT 1 FROM inbox) AND NOT EXISTS (SELECT 1 FROM instances WHERE open_tasks > 0)
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(3);

    // The task hub sets its timers in whole milliseconds, rounded up.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    private readonly CancellationTokenSource stop = new();
    private Task skipping = Task.CompletedTask;

    /// <summary>Begins at the time that it is.</summary>
    public SkippingClock()
        : this(TimeProvider.System.GetUtcNow())
    {
    }

    /// <summary>Begins to jump for a task hub that is open.</summary>
    /// <param name="databasePath">The task hub's file.</param>
    public void Attach(string databasePath) => skipping = Task.Run(() => SkipAsync(databasePath));

    public void Dispose()
    {
        stop.Cancel();
        skipping.GetAwaiter().GetResult();
        stop.Dispose();
    }

    private async Task SkipAsync(string databasePath)
    {
        await using var connection = new SqliteConnection($"Data Source={databasePath};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = NextTimer;
        while (!stop.IsCancellationRequested)
        {
            // A timer that is due has fired, and its turn is not stored yet.
            if (await command.ExecuteScalarAsync() is long ticks && new DateTimeOffset(ticks, TimeSpan.Zero) is var next && next > GetUtcNow())
            {
                SetUtcNow(next + Rounding);
            }

            await Task.Delay(Interval, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
