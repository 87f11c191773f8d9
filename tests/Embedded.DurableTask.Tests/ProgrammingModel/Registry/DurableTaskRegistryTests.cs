using System.Diagnostics.CodeAnalysis;
using EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Context;
using EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Tasks;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Registry;

public sealed class DurableTaskRegistryTests
{
    [Fact]
    public void AddActivity_NameThatIsTaken_ThrowsWhateverItsCase()
    {
        var registry = new DurableTaskRegistry().AddActivity<Plain>("Fetch");

        var error = Assert.Throws<ArgumentException>("name", () => registry.AddActivity<Named>("FETCH"));

        Assert.Contains("'FETCH'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddOrchestrator_NameThatIsTaken_Throws()
    {
        var registry = new DurableTaskRegistry().AddOrchestrator<Flow>();

        Assert.Throws<ArgumentException>("name", () => registry.AddOrchestratorFunc("flow", _ => { }));
    }

    [Fact]
    public void Add_SameNameForBothKinds_IsAllowed()
    {
        var registry = new DurableTaskRegistry().AddOrchestratorFunc("Same", _ => { }).AddActivityFunc("Same", _ => { });

        Assert.Single(registry.GetActivities());
        Assert.Single(registry.GetOrchestrators());
    }

    [Fact]
    public void Add_NoName_Throws()
    {
        var registry = new DurableTaskRegistry();

        Assert.Throws<ArgumentException>("name", () => registry.AddActivity<Plain>(default(TaskName)));
        Assert.Throws<ArgumentException>("name", () => registry.AddOrchestratorFunc(string.Empty, _ => { }));
    }

    [Theory]
    [InlineData(typeof(string))]
    [InlineData(typeof(ITaskActivity))]
    [InlineData(typeof(TaskActivity<int, int>))]
    [InlineData(typeof(OpenActivity<>))]
    public void AddActivity_TypeThatIsNoActivityClass_Throws(Type type) =>
        Assert.Throws<ArgumentException>(nameof(type), () => new DurableTaskRegistry().AddActivity("A", type));

    [Fact]
    public void AddOrchestrator_TypeThatIsNoOrchestratorClass_Throws() =>
        Assert.Throws<ArgumentException>("type", () => new DurableTaskRegistry().AddOrchestrator(typeof(Plain)));

    [Fact]
    public void Add_Null_Throws()
    {
        var registry = new DurableTaskRegistry();

        Assert.Throws<ArgumentNullException>("activity", () => registry.AddActivity((ITaskActivity)null!));
        Assert.Throws<ArgumentNullException>("factory", () => registry.AddActivity("A", (Func<IServiceProvider, ITaskActivity>)null!));
        Assert.Throws<ArgumentNullException>("type", () => registry.AddActivity((Type)null!));
        Assert.Throws<ArgumentNullException>("orchestrator", () => registry.AddOrchestrator((ITaskOrchestrator)null!));
        Assert.Throws<ArgumentNullException>("activity", () => registry.AddActivityFunc("A", (Action<TaskActivityContext>)null!));
    }

    [Fact]
    public void Add_Classes_GoByTheirAttributeOrElseTheirTypeName()
    {
        var registry = new DurableTaskRegistry()
            .AddActivity<Plain>()
            .AddActivity(new Named())
            .AddOrchestrator(typeof(Flow));

        Assert.Equal(["Plain", "TheName"], registry.GetActivities().Select(pair => pair.Key.Name).Order());
        Assert.Equal(["Flow"], registry.GetOrchestrators().Select(pair => pair.Key.Name));
    }

    [Fact]
    public void AddActivity_Class_IsMadeAnewWithItsDependencies()
    {
        var registry = new DurableTaskRegistry().AddActivity<NeedsService>();
        using var services = new ServiceCollection().AddSingleton("injected").BuildServiceProvider();
        Assert.True(registry.TryGetActivity("needsSERVICE", out var factory));

        var first = Assert.IsType<NeedsService>(factory(services));

        Assert.Equal("injected", first.Dependency);
        Assert.NotSame(first, factory(services));
    }

    [Fact]
    public void AddActivity_ClassThatIsAService_IsTakenFromTheServices()
    {
        var registered = new NeedsService("mine");
        var registry = new DurableTaskRegistry().AddActivity<NeedsService>();
        using var services = new ServiceCollection().AddSingleton(registered).BuildServiceProvider();
        Assert.True(registry.TryGetActivity("NeedsService", out var factory));

        Assert.Same(registered, factory(services));
    }

    [Fact]
    public void AddOrchestrator_ClassObjectAndFactory_AreMadeAsSaid()
    {
        var flow = new Flow();
        var made = 0;
        var registry = new DurableTaskRegistry()
            .AddOrchestrator<Flow>("Class")
            .AddOrchestrator("Object", flow)
            .AddOrchestrator("Factory", () =>
            {
                made++;
                return new Flow();
            });

        Assert.NotSame(Make(registry, "Class"), Make(registry, "Class"));
        Assert.Same(flow, Make(registry, "Object"));
        Make(registry, "Factory");
        Make(registry, "Factory");
        Assert.Equal(2, made);
    }

    [Fact]
    public void TryGet_UnknownName_IsFalse()
    {
        Assert.False(new DurableTaskRegistry().TryGetActivity("Nothing", out _));
        Assert.False(new DurableTaskRegistry().TryGetOrchestrator("Nothing", out _));
    }

    [Fact]
    public async Task AddActivityFunc_EveryShape_RunsTheDelegate()
    {
        var ran = new List<string>();
        var registry = new DurableTaskRegistry()
            .AddActivityFunc("1", (TaskActivityContext _) => ran.Add("1"))
            .AddActivityFunc("2", async (TaskActivityContext _) =>
            {
                await Task.Yield();
                ran.Add("2");
            })
            .AddActivityFunc<int>("3", (_, input) => ran.Add($"3:{input}"))
            .AddActivityFunc<int>("4", async (TaskActivityContext _, int input) =>
            {
                await Task.Yield();
                ran.Add($"4:{input}");
            })
            .AddActivityFunc<string>("5", _ => "sync")
            .AddActivityFunc<string>("6", _ => Task.FromResult("async"))
            .AddActivityFunc<int, int>("7", (_, input) => input + 1)
            .AddActivityFunc<int, int>("8", (_, input) => Task.FromResult(input + 2));

        var results = new List<object?>();
        foreach (var (_, factory) in registry.GetActivities().OrderBy(pair => pair.Key.Name, StringComparer.Ordinal))
        {
            var activity = factory(null!);
            results.Add(await activity.RunAsync(new FakeActivityContext(), activity.InputType == typeof(int) ? 10 : null));
        }

        Assert.Equal(["1", "2", "3:10", "4:10"], ran);
        Assert.Equal([null, null, null, null, "sync", "async", 11, 12], results);
    }

    [Fact]
    public async Task AddOrchestratorFunc_EveryShape_RunsTheDelegate()
    {
        var ran = new List<string>();
        var registry = new DurableTaskRegistry()
            .AddOrchestratorFunc("1", (TaskOrchestrationContext _) => ran.Add("1"))
            .AddOrchestratorFunc("2", async (TaskOrchestrationContext _) =>
            {
                await Task.Yield();
                ran.Add("2");
            })
            .AddOrchestratorFunc<int>("3", (_, input) => ran.Add($"3:{input}"))
            .AddOrchestratorFunc<int>("4", async (TaskOrchestrationContext _, int input) =>
            {
                await Task.Yield();
                ran.Add($"4:{input}");
            })
            .AddOrchestratorFunc<string>("5", _ => "sync")
            .AddOrchestratorFunc<string>("6", _ => Task.FromResult("async"))
            .AddOrchestratorFunc<int, int>("7", (_, input) => input + 1)
            .AddOrchestratorFunc<int, int>("8", (_, input) => Task.FromResult(input + 2));

        var results = new List<object?>();
        foreach (var (_, factory) in registry.GetOrchestrators().OrderBy(pair => pair.Key.Name, StringComparer.Ordinal))
        {
            var orchestrator = factory(null!);
            results.Add(await orchestrator.RunAsync(new FakeOrchestrationContext(), orchestrator.InputType == typeof(int) ? 10 : null));
        }

        Assert.Equal(["1", "2", "3:10", "4:10"], ran);
        Assert.Equal([null, null, null, null, "sync", "async", 11, 12], results);
    }

    private static ITaskOrchestrator Make(DurableTaskRegistry registry, TaskName name)
    {
        Assert.True(registry.TryGetOrchestrator(name, out var factory));
        return factory(null!);
    }

    private sealed class Plain : TaskActivity<int, int>
    {
        public override Task<int> RunAsync(TaskActivityContext context, int input) => Task.FromResult(input);
    }

    [DurableTask("TheName")]
    private sealed class Named : TaskActivity<int, int>
    {
        public override Task<int> RunAsync(TaskActivityContext context, int input) => Task.FromResult(input);
    }

    private sealed class NeedsService(string dependency) : TaskActivity<int, int>
    {
        public string Dependency => dependency;

        public override Task<int> RunAsync(TaskActivityContext context, int input) => Task.FromResult(input);
    }

    [SuppressMessage("Performance", "CA1812:Avoid uninstantiated internal classes", Justification = "Named by a test as a type that cannot be made.")]
    private sealed class OpenActivity<T> : TaskActivity<T, T>
    {
        public override Task<T> RunAsync(TaskActivityContext context, T input) => Task.FromResult(input);
    }

    [DurableTask]
    private sealed class Flow : TaskOrchestrator<int, int>
    {
        public override Task<int> RunAsync(TaskOrchestrationContext context, int input) => Task.FromResult(input);
    }
}
