using DurableTask.Core;
using DurableTask.Sqlite;

await using var service = new SqliteOrchestrationService(new SqliteOrchestrationServiceOptions { DatabasePath = "data/hub.db" });
await service.CreateIfNotExistsAsync();

using var worker = new TaskHubWorker(service);
worker.AddTaskOrchestrations(typeof(Greetings)).AddTaskActivities(typeof(Greet));
await worker.StartAsync();

var client = new TaskHubClient(service);
OrchestrationInstance instance = await client.CreateOrchestrationInstanceAsync(typeof(Greetings), new[] { "Ada", "Grace" });
OrchestrationState state = await client.WaitForOrchestrationAsync(instance, TimeSpan.FromSeconds(30));
Console.WriteLine(state.Output); // ["Hello Ada","Hello Grace"]
await worker.StopAsync();

sealed class Greet : TaskActivity<string, string>
{
    protected override string Execute(TaskContext context, string name) => $"Hello {name}";
}

sealed class Greetings : TaskOrchestration<string[], string[]>
{
    public override Task<string[]> RunTask(OrchestrationContext context, string[] names) =>
        Task.WhenAll(names.Select(name => context.ScheduleTask<string>(typeof(Greet), name)));
}
