using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class SerializationFailuresTests
{
    [Theory, EngineModes]
    public async Task ActivityException_ThatCannotBeSerialized_IsAFailureAllTheSame(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Flow", context => context.CallActivityAsync("Faulty"))
            .AddActivityFunc("Faulty", new Action<TaskActivityContext>(_ => throw new HostileException())));

        var failure = await host.FailureAsync("Flow");

        Assert.Equal(typeof(HostileException).ToString(), failure.InnerFailure!.ErrorType);
        Assert.Equal("hostile", failure.InnerFailure.ErrorMessage);
    }

    [Theory, EngineModes]
    public async Task ActivityResult_ThatCannotBeSerialized_FailsTheActivity(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Flow", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Loop");
                    return "no failure";
                }
                catch (TaskFailedException failed)
                {
                    return failed.TaskName;
                }
            })
            .AddActivityFunc("Loop", _ => new Loop()));

        Assert.Equal("Loop", await host.OutputAsync<string>("Flow"));
    }

    [Theory, EngineModes]
    public async Task ActivityInput_ThatCannotBeSerialized_ThrowsIntoTheOrchestrator(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Flow", context => context.CallActivityAsync("Work", new Loop()))
            .AddActivityFunc("Work", (TaskActivityContext _) => { }));

        Assert.True((await host.FailureAsync("Flow")).IsCausedBy<JsonException>());
    }

    [Theory, EngineModes]
    public async Task ActivityInput_OfAnotherType_FailsTheActivity(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Flow", context => context.CallActivityAsync<int>("Double", "not a number"))
            .AddActivityFunc<int, int>("Double", (_, number) => number * 2));

        var failure = await host.FailureAsync("Flow");

        Assert.True(failure.IsCausedBy<TaskFailedException>());
        Assert.True(failure.InnerFailure!.IsCausedBy<JsonException>());
    }

    [Theory, EngineModes]
    public async Task OrchestratorOutput_ThatCannotBeSerialized_FailsTheInstance(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks.AddOrchestratorFunc("Flow", _ => new Loop()));

        Assert.True((await host.FailureAsync("Flow")).IsCausedBy<JsonException>());
    }

    [Theory, EngineModes]
    public async Task OrchestratorInput_OfAnotherType_FailsTheInstance(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<int, int>("Flow", (_, number) => number * 2));

        Assert.True((await host.FailureAsync("Flow", "not a number")).IsCausedBy<JsonException>());
    }

    [Theory, EngineModes]
    public async Task StartInput_ThatCannotBeSerialized_ThrowsAtTheCaller(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks.AddOrchestratorFunc("Flow", _ => { }));

        await Assert.ThrowsAsync<JsonException>(() => host.ScheduleAsync("Flow", new Loop()));
    }

    [Theory, EngineModes]
    public async Task EventPayload_OfAnotherType_FailsTheInstance(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Listen", context => context.WaitForExternalEvent<int>("Number")));

        var id = await host.StartedAsync("Listen");
        await host.Client.RaiseEventAsync(id, "Number", "not a number", host.Token);

        var metadata = await host.CompletionAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, metadata.RuntimeStatus);
        Assert.True(metadata.FailureDetails!.IsCausedBy<JsonException>());
    }

    [Theory, EngineModes]
    public async Task DataConverter_OfTheOptions_ReadsAndWritesEverything(EngineMode mode)
    {
        var camelCase = new JsonDataConverter(new JsonSerializerOptions(JsonSerializerDefaults.Web));
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks
                .AddOrchestratorFunc<Person, Person>("Flow", (context, person) => context.CallActivityAsync<Person>("Older", person))
                .AddActivityFunc<Person, Person>("Older", (_, person) => person with { Age = person.Age + 1 }),
            options => options.DataConverter = camelCase);

        var metadata = await host.RunAsync("Flow", new Person("Morty", 14));

        Assert.Equal("""{"name":"Morty","age":14}""", metadata.SerializedInput);
        Assert.Equal("""{"name":"Morty","age":15}""", metadata.SerializedOutput);
        Assert.Equal(new Person("Morty", 15), metadata.ReadOutputAs<Person>());
    }

    private sealed record Person(string Name, int Age);

    private sealed class Loop
    {
        [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "The serializer has to follow it.")]
        public Loop Self => this;
    }

    [SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Only this test throws it.")]
    private sealed class HostileException() : Exception("hostile")
    {
        [JsonInclude]
        public IntPtr Handle => throw new NotSupportedException("Never to be read.");

        public HostileException Self => this;
    }
}
