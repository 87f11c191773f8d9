using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class ClassSyntaxTests
{
    [Theory, EngineModes]
    public async Task Classes_OrchestratorAndActivity_RunByTheirNames(EngineMode mode)
    {
        await using var services = Services();
        await using var host = await EngineHost.StartAsync(mode, Tasks, services: services);

        Assert.Equal(
            ["Hello Tokyo!", "Hello London!", "Hello Seattle!"], (await host.OutputAsync<List<string>>("HelloSequence"))!);
    }

    [Theory, EngineModes]
    public async Task Classes_ActivityThatThrows_FailsTheOrchestrator(EngineMode mode)
    {
        await using var services = Services();
        await using var host = await EngineHost.StartAsync(mode, Tasks, services: services);

        var failure = await host.FailureAsync(nameof(Faulty));

        Assert.Contains("nobody to greet", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.True(failure.InnerFailure!.IsCausedBy<ArgumentException>());
    }

    [Theory, EngineModes]
    public async Task Classes_ParentAndChild_HandValuesDownAndUp(EngineMode mode)
    {
        await using var services = Services();
        await using var host = await EngineHost.StartAsync(mode, Tasks, services: services);

        Assert.Equal(15, await host.OutputAsync<int>(nameof(Parent), 5));
    }

    [Theory, EngineModes]
    public async Task Classes_NullInputForAValueType_IsTheDefault(EngineMode mode)
    {
        await using var services = Services();
        await using var host = await EngineHost.StartAsync(mode, Tasks, services: services);

        Assert.Equal(10, await host.OutputAsync<int>(nameof(Parent)));
    }

    [Theory, EngineModes]
    public async Task Activities_EachRun_HasAScopeOfItsOwn(EngineMode mode)
    {
        await using var services = Services();
        await using var host = await EngineHost.StartAsync(mode, Tasks, services: services);

        await host.RunAsync("HelloSequence");

        var visits = services.GetRequiredService<ConcurrentBag<Visit>>();
        Assert.Equal(3, visits.Count);
        Assert.All(visits, visit => Assert.True(visit.Disposed));
    }

    private static ServiceProvider Services() => new ServiceCollection()
        .AddSingleton(new ConcurrentBag<Visit>())
        .AddScoped<Visit>()
        .BuildServiceProvider(validateScopes: true);

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestrator<Hello>()
        .AddOrchestrator<Faulty>()
        .AddOrchestrator<Parent>()
        .AddOrchestrator<Child>()
        .AddActivity<SayHello>();

    private sealed class Visit(ConcurrentBag<Visit> all) : IDisposable
    {
        public bool Disposed { get; private set; }

        public void Enter() => all.Add(this);

        public void Dispose() => Disposed = true;
    }

    [DurableTask("HelloSequence")]
    private sealed class Hello : TaskOrchestrator<object?, List<string>>
    {
        public override async Task<List<string>> RunAsync(TaskOrchestrationContext context, object? input)
        {
            var greetings = new List<string>();
            foreach (var city in new[] { "Tokyo", "London", "Seattle" })
            {
                greetings.Add(await context.CallActivityAsync<string>(nameof(SayHello), city));
            }

            return greetings;
        }
    }

    private sealed class Faulty : TaskOrchestrator<object?, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, object? input) =>
            context.CallActivityAsync<string>(nameof(SayHello), string.Empty);
    }

    private sealed class Parent : TaskOrchestrator<int, int>
    {
        public override async Task<int> RunAsync(TaskOrchestrationContext context, int input) =>
            input + await context.CallSubOrchestratorAsync<int>(nameof(Child));
    }

    private sealed class Child : TaskOrchestrator<object?, int>
    {
        public override Task<int> RunAsync(TaskOrchestrationContext context, object? input) => Task.FromResult(10);
    }

    private sealed class SayHello(Visit visit) : TaskActivity<string, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string input)
        {
            visit.Enter();
            return input.Length == 0
                ? throw new ArgumentException("There is nobody to greet.", nameof(input))
                : Task.FromResult($"Hello {input}!");
        }
    }
}
