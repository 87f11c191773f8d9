using EmbeddedFunctions.DurableTask.Engine;
using EmbeddedFunctions.DurableTask.Engine.Client;
using EmbeddedFunctions.DurableTask.History;
using EmbeddedFunctions.DurableTask.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.DurableTask;

/// <summary>
/// An event-sourced durable task engine for one machine. It runs the orchestrators and activities of a
/// <see cref="DurableTaskRegistry"/>, keeps every turn in its store before it acts on it, and goes on where it was after a restart.
/// </summary>
public sealed class DurableTaskEngine : IAsyncDisposable
{
    /// <summary>The name of the engine's <see cref="System.Diagnostics.ActivitySource"/> and <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string TelemetryName = EngineTracing.SourceName;

    private readonly EngineRuntime runtime;
    private bool started;
    private bool disposed;

    /// <summary>Creates an engine; nothing is opened until <see cref="StartAsync"/>.</summary>
    /// <param name="registry">The orchestrators and activities it can run.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="services">What tasks are created from; each activity has a scope of its own.</param>
    /// <param name="time">The clock for everything: timestamps, timers, retries.</param>
    /// <param name="loggers">Where it logs, and what orchestrators' replay-safe loggers write to.</param>
    public DurableTaskEngine(
        DurableTaskRegistry registry, DurableTaskEngineOptions options, IServiceProvider services, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loggers);
        this.runtime = new EngineRuntime(registry, options, services, time, loggers);
        this.Client = new EngineClient(this.runtime);
    }

    /// <summary>The client for this engine's task hub. It works between <see cref="StartAsync"/> and the end of <see cref="StopAsync"/>.</summary>
    public DurableTaskClient Client { get; }

    /// <summary>What the engine has done since it started.</summary>
    public EngineStatistics Statistics => this.runtime.Metrics.Read();

    internal EngineRuntime Runtime => this.runtime;

    /// <summary>Opens the task hub and goes on with what is unfinished in it.</summary>
    /// <param name="cancellation">Cancels before anything is opened.</param>
    /// <exception cref="TaskHubException">The task hub is in use, damaged, or written by a newer version.</exception>
    public Task StartAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(this.disposed, this);
        if (!this.started)
        {
            this.started = true;
            this.runtime.Start();
        }

        return Task.CompletedTask;
    }

    /// <summary>Starts no more activities, waits for those that run (up to the drain timeout), and closes the task hub.</summary>
    /// <param name="cancellation">Ends the wait early; nothing committed is lost, activities that still ran will run again.</param>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        if (this.disposed)
        {
            return;
        }

        this.disposed = true;
        if (this.started)
        {
            await this.runtime.StopAsync(cancellation).ConfigureAwait(false);
        }

        this.runtime.Dispose();
    }

    /// <summary>The whole history of an instance's current execution, oldest first.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellation">Cancels the read.</param>
    /// <returns>The events, empty before the first turn; null when there is no such instance.</returns>
    public Task<IReadOnlyList<HistoryEvent>?> GetHistoryAsync(string instanceId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        StoredInstance? stored = this.runtime.Store.Load(instanceId);
        return Task.FromResult<IReadOnlyList<HistoryEvent>?>(stored is null ? null : [.. stored.Turns.SelectMany(turn => turn)]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await this.StopAsync().ConfigureAwait(false);
}
