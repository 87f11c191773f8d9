using System.Globalization;
using System.Text.Json;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.Query;
using DurableTask.Sqlite;
using DurableTask.Sqlite.CrashHost;

// CrashHost golden <file>: see GoldenWorkload.
if (args[0] == "golden")
{
    await GoldenWorkload.WriteAsync(args[1]);
    return;
}

// CrashHost <database> keep|replay: commands on standard input, one JSON answer a line on standard output, the first when it is ready.
var service = new SqliteOrchestrationService(new SqliteOrchestrationServiceOptions
{
    DatabasePath = args[0],
    KeepOrchestrators = args[1] == "keep",

    // Small, so that instances go and come back.
    MaxCachedBytes = 256 * 1024,
    MaxConcurrentActivities = 16,
});
var worker = new TaskHubWorker(service) { ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails };
CrashWorkload.Register(worker);
var client = new TaskHubClient(service);
await worker.StartAsync();
Console.WriteLine(JsonSerializer.Serialize(new HostAnswer()));
while (await Console.In.ReadLineAsync() is { } line)
{
    HostCommand command = JsonSerializer.Deserialize<HostCommand>(line)!;
    Console.WriteLine(JsonSerializer.Serialize(await ExecuteAsync(command)));
    if (command.Kind == HostCommandKind.Stop)
    {
        return;
    }
}

// Whoever gave the commands is gone.
await CloseAsync();

async Task<HostAnswer> ExecuteAsync(HostCommand command)
{
    switch (command.Kind)
    {
        case HostCommandKind.Start:
            await StartAsync(command);
            return new HostAnswer();
        case HostCommandKind.Raise:
            await client.RaiseEventAsync(new OrchestrationInstance { InstanceId = command.InstanceId }, command.Name!, command.Text!);
            return new HostAnswer();
        case HostCommandKind.States:
            return new HostAnswer
            {
                States = (await AllAsync()).ToDictionary(
                    s => s.OrchestrationInstance.InstanceId,
                    s => $"{s.OrchestrationStatus} {s.FailureDetails?.ErrorMessage ?? s.Output}"),
            };
        case HostCommandKind.Histories:
            var histories = new Dictionary<string, IReadOnlyList<string>>();
            foreach (OrchestrationState state in await AllAsync())
            {
                string id = state.OrchestrationInstance.InstanceId;
                histories.Add(id, [.. (await service.GetHistoryEventsAsync(id)).Select(EventKey.Of).OfType<string>()]);
            }

            return new HostAnswer { Histories = histories };
        default:
            await CloseAsync();
            return new HostAnswer();
    }
}

async Task StartAsync(HostCommand command)
{
    int seed = int.Parse(command.Text!, CultureInfo.InvariantCulture);
    object input = command.Name == CrashWorkload.Mixed ? new MixedState(seed, 1, 0, []) : seed;
    try
    {
        await client.CreateOrchestrationInstanceAsync(
            command.Name!, "", command.InstanceId, input, new Dictionary<string, string>(), Enum.GetValues<OrchestrationStatus>());
    }
    catch (OrchestrationAlreadyExistsException)
    {
        // The process before was killed between the commit and its answer.
    }
}

async Task<IReadOnlyCollection<OrchestrationState>> AllAsync() =>
    (await service.GetOrchestrationWithQueryAsync(new OrchestrationQuery { PageSize = int.MaxValue }, default)).OrchestrationState;

async Task CloseAsync()
{
    await worker.StopAsync(isForced: true);
    await service.DisposeAsync();
}
