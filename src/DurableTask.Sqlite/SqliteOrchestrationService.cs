using DurableTask.Core.Query;

namespace DurableTask.Sqlite;

/// <summary>
/// A task hub of the Durable Task Framework in one SQLite file. One process has the file open at a time; within it, any number of
/// threads may use the service. Pass it to a <see cref="TaskHubWorker"/> and a <see cref="TaskHubClient"/>.
/// </summary>
/// <remarks>
/// A start, an event and a turn of an orchestrator are on the disk when their call returns. After a crash every instance goes on from its
/// last turn; what an orchestrator did happened once, an activity that was running when the process died runs again.
/// </remarks>
public sealed partial class SqliteOrchestrationService
    : IOrchestrationService, IOrchestrationServiceClient, IOrchestrationServiceQueryClient, IOrchestrationServicePurgeClient, IAsyncDisposable
{
    private readonly SqliteOrchestrationServiceOptions options;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private TaskHub? hub;
    private TaskHubFile? readOnlyFile;
    private bool disposed;

    /// <summary>Creates the service. The file is opened by the first call that needs it.</summary>
    /// <param name="options">The settings; they are not changed afterwards.</param>
    /// <exception cref="ArgumentException">A setting is missing or out of range.</exception>
    public SqliteOrchestrationService(SqliteOrchestrationServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.options = options;
        this.logger = options.LoggerFactory.CreateLogger("DurableTask.Sqlite");
    }

    /// <inheritdoc/>
    public int TaskOrchestrationDispatcherCount => 1;

    /// <inheritdoc/>
    public int MaxConcurrentTaskOrchestrationWorkItems => this.options.MaxConcurrentOrchestrations;

    /// <inheritdoc/>
    public int TaskActivityDispatcherCount => 1;

    /// <inheritdoc/>
    public int MaxConcurrentTaskActivityWorkItems => this.options.MaxConcurrentActivities;

    /// <inheritdoc/>
    public BehaviorOnContinueAsNew EventBehaviourForContinueAsNew => BehaviorOnContinueAsNew.Carryover;

    /// <summary>How many transactions were committed since the file was opened.</summary>
    public long CommitCount => this.hub?.Commits.Commits ?? 0;

    /// <summary>
    /// Why the last transaction could not be written, such as that the disk is full; null when it was. What failed is tried again, and the file
    /// itself every few seconds, so that this becomes null by itself when it can be written again.
    /// </summary>
    public TaskHubFileException? WriteFailure => this.hub?.Commits.Failure;

    /// <summary>The open task hub, for tests that look inside; null while the file is closed.</summary>
    internal TaskHub? OpenHub => this.hub;

    private DateTime Now => this.options.TimeProvider.GetUtcNow().UtcDateTime;

    private bool HasOwnClock => !ReferenceEquals(this.options.TimeProvider, TimeProvider.System);

    /// <summary>Opens the file, creates the task hub if there is none, and takes up what was under way.</summary>
    /// <exception cref="TaskHubFileException">The file cannot be used.</exception>
    public Task StartAsync()
    {
        this.Open().ResumeTasks();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync() => this.StopAsync(isForced: false);

    /// <summary>Does nothing: dispatchers stop by themselves, and clients may go on. <see cref="DisposeAsync"/> closes the file.</summary>
    public Task StopAsync(bool isForced) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task CreateAsync() => this.CreateAsync(recreateInstanceStore: false);

    /// <summary>Creates the task hub if there is none, and empties it if asked to.</summary>
    /// <param name="recreateInstanceStore">Whether every instance is deleted.</param>
    /// <exception cref="TaskHubFileException">The file cannot be used.</exception>
    public async Task CreateAsync(bool recreateInstanceStore)
    {
        TaskHub open = this.Open();
        if (recreateInstanceStore)
        {
            await open.CommitAsync((writer, effects) => effects.Ended.AddRange(writer.DeleteAll())).ConfigureAwait(false);
        }
    }

    /// <summary>Creates the task hub if there is none.</summary>
    /// <exception cref="TaskHubFileException">The file cannot be used.</exception>
    public Task CreateIfNotExistsAsync() => this.CreateAsync(recreateInstanceStore: false);

    /// <inheritdoc/>
    public Task DeleteAsync() => this.DeleteAsync(deleteInstanceStore: true);

    /// <summary>Closes the file and deletes it, with all instances.</summary>
    /// <param name="deleteInstanceStore">Whether to do so; otherwise nothing happens.</param>
    public Task DeleteAsync(bool deleteInstanceStore)
    {
        if (deleteInstanceStore)
        {
            string path;
            lock (this.gate)
            {
                path = this.Open().File.Path;
                this.hub!.Dispose();
                this.hub = null;
            }

            foreach (string suffix in (string[])["", "-wal", "-shm", ".lock"])
            {
                File.Delete(path + suffix);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public bool IsMaxMessageCountExceeded(int currentMessageCount, OrchestrationRuntimeState runtimeState) => false;

    /// <inheritdoc/>
    public int GetDelayInSecondsAfterOnProcessException(Exception exception) => 0;

    /// <inheritdoc/>
    public int GetDelayInSecondsAfterOnFetchException(Exception exception) => exception is OperationCanceledException ? 0 : 1;

    /// <summary>Commits what was handed over and closes the file.</summary>
    public ValueTask DisposeAsync()
    {
        lock (this.gate)
        {
            this.disposed = true;
            this.hub?.Dispose();
            this.readOnlyFile?.Dispose();
            this.hub = null;
            this.readOnlyFile = null;
        }

        return ValueTask.CompletedTask;
    }

    private TaskHub Open()
    {
        if (this.options.ReadOnly)
        {
            throw new InvalidOperationException($"The task hub '{this.options.DatabasePath}' is opened for reading only; nothing can be started, sent, changed or run.");
        }

        lock (this.gate)
        {
            ObjectDisposedException.ThrowIf(this.disposed, this);
            return this.hub ??= new TaskHub(this.options, this.logger);
        }
    }
}
