using EmbeddedFunctions.DurableTask.Storage.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace EmbeddedFunctions.DurableTask;

/// <summary>How an engine runs. The names follow host.json's <c>extensions.durableTask</c>.</summary>
public sealed class DurableTaskEngineOptions
{
    /// <summary>The name of the task hub, for logs and metrics. Default: <c>TaskHub</c>.</summary>
    public string TaskHubName { get; set; } = "TaskHub";

    /// <summary>The SQLite file of the task hub; null, the default, keeps everything in memory and loses it with the process.</summary>
    public string? DatabasePath { get; set; }

    /// <summary>What a commit waits for. Default: <see cref="SqliteSynchronous.Full"/>.</summary>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>The most activities that run at once, at least 1. Default: 10 for each processor, as on Durable Functions.</summary>
    public int MaxConcurrentActivities { get; set; } = 10 * Environment.ProcessorCount;

    /// <summary>The most orchestrators that take a turn at once, at least 1. Default: 10 for each processor, as on Durable Functions.</summary>
    public int MaxConcurrentOrchestrators { get; set; } = 10 * Environment.ProcessorCount;

    /// <summary>Whether orchestrations stay in memory between turns; otherwise each turn replays from the start. Default: true.</summary>
    public bool ExtendedSessionsEnabled { get; set; } = true;

    /// <summary>How long an orchestration stays in memory with nothing to do. Default: 30 seconds.</summary>
    public TimeSpan ExtendedSessionIdleTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long stopping waits for running activities. Default: 30 seconds.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How inputs and outputs become text. Default: <see cref="JsonDataConverter.Default"/>.</summary>
    public DataConverter DataConverter { get; set; } = JsonDataConverter.Default;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(this.MaxConcurrentActivities, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(this.MaxConcurrentOrchestrators, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(this.ExtendedSessionIdleTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(this.DrainTimeout, TimeSpan.Zero);
        ArgumentException.ThrowIfNullOrWhiteSpace(this.TaskHubName);
    }
}
