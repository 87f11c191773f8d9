using System.Globalization;
using DurableTask.Core;
using DurableTask.Sqlite;

namespace CharacterFanOut.Benchmarks.Hub;

/// <summary>A worker and a client on a task hub.</summary>
internal sealed class HubHost : IAsyncDisposable
{
    private const int MaxInFlight = 100;
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    private readonly IOrchestrationService service;
    private readonly TaskHubWorker worker;
    private readonly TaskHubClient client;

    private HubHost(IOrchestrationService service, TaskHubWorker worker)
    {
        (this.service, this.worker) = (service, worker);
        this.client = new TaskHubClient((IOrchestrationServiceClient)service);
    }

    /// <summary>How many transactions were committed; 0 where they are not counted.</summary>
    public long Commits => (this.service as SqliteOrchestrationService)?.CommitCount ?? 0;

    /// <summary>Starts it.</summary>
    /// <param name="place">The file, or the connection string.</param>
    /// <param name="activity">What an activity does with its number.</param>
    public static async Task<HubHost> StartAsync(HubKind kind, string place, Func<int, Task<int>> activity)
    {
        IOrchestrationService service = kind.Open(place);
        await service.CreateIfNotExistsAsync();
        var worker = new TaskHubWorker(service) { ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails };
        worker.AddTaskOrchestrations(typeof(FanOut)).AddTaskActivities(new Creator(() => new Work(activity)));
        await worker.StartAsync();
        return new HubHost(service, worker);
    }

    /// <summary>Runs so many activities, in orchestrations of a given size of which at most <see cref="MaxInFlight"/> are under way.</summary>
    /// <exception cref="BenchmarkFailedException">Not everything was done.</exception>
    public Task RunAsync(int activities, int size) => Parallel.ForAsync(
        0,
        activities / size,
        new ParallelOptions { MaxDegreeOfParallelism = MaxInFlight },
        async (i, _) => await this.WaitAsync(await this.StartAsync(i, size), size));

    /// <summary>Starts an orchestration that runs activities with the numbers from <paramref name="first"/> times <paramref name="size"/> on.</summary>
    public async Task<string> StartAsync(int first, int size, string? id = null) => (await this.client.CreateOrchestrationInstanceAsync(
        typeof(FanOut), id ?? Guid.NewGuid().ToString("N"), new Range(first * size, size))).InstanceId;

    /// <exception cref="BenchmarkFailedException">It has not done what it should.</exception>
    public async Task WaitAsync(string id, int size)
    {
        OrchestrationState? end = await this.client.WaitForOrchestrationAsync(new OrchestrationInstance { InstanceId = id }, Timeout);
        if (end?.Output != size.ToString(CultureInfo.InvariantCulture))
        {
            throw new BenchmarkFailedException($"'{id}' is {end?.OrchestrationStatus} with {end?.Output}; {size} was expected.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await this.worker.StopAsync(isForced: true);
        this.worker.Dispose();
        if (this.service is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private sealed record Range(int From, int Count);

    private sealed class Work(Func<int, Task<int>> run) : AsyncTaskActivity<int, int>
    {
        protected override Task<int> ExecuteAsync(TaskContext context, int input) => run(input);
    }

    private sealed class FanOut : TaskOrchestration<int, Range>
    {
        public override async Task<int> RunTask(OrchestrationContext context, Range input)
        {
            int[] results = await Task.WhenAll(Enumerable.Range(input.From, input.Count).Select(i => context.ScheduleTask<int>(typeof(Work), i)));
            return results.Length;
        }
    }

    private sealed class Creator : ObjectCreator<TaskActivity>
    {
        private readonly Func<TaskActivity> create;

        public Creator(Func<TaskActivity> create)
        {
            this.create = create;
            this.Name = NameVersionHelper.GetDefaultName(typeof(Work));
            this.Version = NameVersionHelper.GetDefaultVersion(typeof(Work));
        }

        public override TaskActivity Create() => this.create();
    }
}
