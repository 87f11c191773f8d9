using Microsoft.Extensions.Logging.Abstractions;

namespace DurableTask.Sqlite;

/// <summary>What a commit waits for before it is acknowledged (SQLite's <c>synchronous</c> setting).</summary>
public enum SqliteSynchronous
{
    /// <summary>Every commit is flushed to the disk. Nothing that was acknowledged is lost, even when the power fails.</summary>
    Full,

    /// <summary>Commits are flushed now and then. A crash of the process loses nothing; a power failure may lose the last commits, never the file's integrity.</summary>
    Normal,
}

/// <summary>Settings of a <see cref="SqliteOrchestrationService"/>.</summary>
public sealed class SqliteOrchestrationServiceOptions
{
    /// <summary>The path of the task hub's file. Required. The file and its folder are created when the task hub is.</summary>
    public string DatabasePath { get; set; } = "";

    /// <summary>The clock of timers, scheduled starts and time stamps. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>What a commit waits for. Default: <see cref="SqliteSynchronous.Full"/>.</summary>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>How many orchestrations may take a turn at the same time. At least 1; default: 100.</summary>
    public int MaxConcurrentOrchestrations { get; set; } = 100;

    /// <summary>How many activities may run at the same time. At least 1; default: 100.</summary>
    public int MaxConcurrentActivities { get; set; } = 100;

    /// <summary>
    /// Whether an orchestrator that waits is kept in memory with its continuations, so that its next turn goes on where it stopped instead
    /// of replaying its history. Default: false. It saves time where histories are long, as the framework's extended sessions do, and
    /// shares their limit: an orchestrator that asks to continue as new while it has an activity open ends instead. It makes no difference
    /// where a middleware runs the orchestrators elsewhere.
    /// </summary>
    public bool KeepOrchestrators { get; set; }

    /// <summary>How much memory instances at rest may take with their histories, in bytes, estimated. At least 0; default: 64 MiB. The least recently used go first and are read from the file when something comes for them.</summary>
    public long MaxCachedBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>
    /// Opens the file for queries only: nothing is written, no lock is taken, and a file in a folder without write permission can be
    /// read. Everything that would write throws <see cref="InvalidOperationException"/>. Default: false.
    /// </summary>
    public bool ReadOnly { get; set; }

    /// <summary>Where the service logs to. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <exception cref="ArgumentException">A setting is missing or out of range.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(this.DatabasePath, nameof(this.DatabasePath));
        ArgumentNullException.ThrowIfNull(this.TimeProvider, nameof(this.TimeProvider));
        ArgumentNullException.ThrowIfNull(this.LoggerFactory, nameof(this.LoggerFactory));
        ArgumentOutOfRangeException.ThrowIfLessThan(this.MaxConcurrentOrchestrations, 1, nameof(this.MaxConcurrentOrchestrations));
        ArgumentOutOfRangeException.ThrowIfLessThan(this.MaxConcurrentActivities, 1, nameof(this.MaxConcurrentActivities));
        ArgumentOutOfRangeException.ThrowIfNegative(this.MaxCachedBytes, nameof(this.MaxCachedBytes));
        if (!Enum.IsDefined(this.Synchronous))
        {
            throw new ArgumentOutOfRangeException(nameof(this.Synchronous), this.Synchronous, "Full or Normal.");
        }
    }
}
