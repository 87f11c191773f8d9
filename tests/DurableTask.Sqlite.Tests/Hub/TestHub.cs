using System.Runtime.CompilerServices;
using DurableTask.Core;
using DurableTask.Core.History;

namespace DurableTask.Sqlite.Tests.Hub;

/// <summary>A real worker and client on a real file in a folder of its own, which goes when the test ends.</summary>
public sealed class TestHub : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<ObjectCreator<TaskOrchestration>> orchestrations = [];
    private readonly List<ObjectCreator<TaskActivity>> activities = [];
    private readonly Action<SqliteOrchestrationServiceOptions>? configure;
    private TaskHubWorker? worker;

    public TestHub(Action<SqliteOrchestrationServiceOptions>? configure = null, [CallerMemberName] string name = "")
    {
        this.configure = configure;
        this.Folder = Directory.CreateTempSubdirectory($"hub-{name[..Math.Min(name.Length, 24)]}-").FullName;
        this.Service = this.CreateService();
    }

    public string Folder { get; }

    public string DatabasePath => Path.Combine(this.Folder, "hub.db");

    public SqliteOrchestrationService Service { get; private set; }

    public TaskHubClient Client => new(this.Service);

    public TaskHubWorker Worker => this.worker ?? throw new InvalidOperationException("The worker was not started.");

    public Action<TaskHubWorker>? ConfigureWorker { get; set; }

    public TestHub Orchestrator<TInput, TResult>(string name, Func<Orchestration, TInput, Task<TResult>> run, string version = "")
    {
        this.orchestrations.Add(new Creator<TaskOrchestration>(name, version, () => new DelegateOrchestration<TInput, TResult>(run)));
        return this;
    }

    public TestHub Activity<TInput, TResult>(string name, Func<TInput, Task<TResult>> run) => this.Activity<TInput, TResult>(name, (_, input) => run(input));

    public TestHub Activity<TInput, TResult>(string name, Func<TaskContext, TInput, Task<TResult>> run)
    {
        this.activities.Add(new Creator<TaskActivity>(name, "", () => new DelegateActivity<TInput, TResult>(run)));
        return this;
    }

    public async Task<TestHub> RunAsync()
    {
        await this.Service.CreateIfNotExistsAsync();
        this.worker = new TaskHubWorker(this.Service)
        {
            ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails,
        };
        this.ConfigureWorker?.Invoke(this.worker);
        this.worker.AddTaskOrchestrations([.. this.orchestrations]);
        this.worker.AddTaskActivities([.. this.activities]);
        await this.worker.StartAsync();
        return this;
    }

    /// <summary>Stops the worker without waiting for what is under way, and closes the file.</summary>
    public async Task CloseAsync()
    {
        if (this.worker is not null)
        {
            await this.worker.StopAsync(isForced: true);
            this.worker.Dispose();
            this.worker = null;
        }

        await this.Service.DisposeAsync();
    }

    /// <summary>Closes the file as a process that ends does, and opens it as the next one would. The worker runs again with <see cref="RunAsync"/>.</summary>
    public async Task ReopenAsync()
    {
        await this.CloseAsync();
        this.Service = this.CreateService();
    }

    public async Task RestartAsync()
    {
        await this.ReopenAsync();
        await this.RunAsync();
    }

    public Task<OrchestrationInstance> StartAsync(string name, object? input, string? instanceId = null) =>
        this.Client.CreateOrchestrationInstanceAsync(name, "", instanceId ?? Guid.NewGuid().ToString("N"), input);

    public Task RaiseAsync(string instanceId, string name, object value) =>
        this.Client.RaiseEventAsync(new OrchestrationInstance { InstanceId = instanceId }, name, value);

    public Task<OrchestrationState> WaitAsync(string instanceId) =>
        this.Service.WaitForOrchestrationAsync(instanceId, null, Patience, CancellationToken.None);

    public Task<OrchestrationState> WaitAsync(OrchestrationInstance instance) => this.WaitAsync(instance.InstanceId);

    public async Task<OrchestrationState> RunToEndAsync(string name, object? input, string? instanceId = null) =>
        await this.WaitAsync(await this.StartAsync(name, input, instanceId));

    public async Task<OrchestrationState> StateAsync(string instanceId) => (await this.Client.GetOrchestrationStateAsync(instanceId))!;

    public Task<IReadOnlyList<HistoryEvent>> HistoryAsync(string instanceId) => this.Service.GetHistoryEventsAsync(instanceId);

    /// <summary>Waits until a condition holds.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"Never true: {what}");
            }

            await Task.Delay(10);
        }
    }

    public Task EventuallyStatusAsync(string instanceId, OrchestrationStatus status) =>
        EventuallyAsync(async () => (await this.StateAsync(instanceId))?.OrchestrationStatus == status);

    public async ValueTask DisposeAsync()
    {
        await this.CloseAsync();
        Directory.Delete(this.Folder, recursive: true);
    }

    private SqliteOrchestrationService CreateService()
    {
        var options = new SqliteOrchestrationServiceOptions { DatabasePath = this.DatabasePath };
        this.configure?.Invoke(options);
        return new SqliteOrchestrationService(options);
    }
}
