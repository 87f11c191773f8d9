using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class DedupeStatusesTests
{
    private const string Id = "the-one";

    [Theory]
    [EngineModes("Completed", "Completed")]
    [EngineModes("Completed", "Failed,Terminated,Completed")]
    [EngineModes("Failed", "Failed")]
    [EngineModes("Terminated", "Terminated")]
    [EngineModes("Running", "Running")]
    [EngineModes("Suspended", "Suspended")]
    [EngineModes("Pending", "Pending")]
    public async Task Start_InstanceInOneOfTheStatuses_Throws(EngineMode mode, string status, string dedupe)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks, clock: EngineHost.NewClock());
        await BringToAsync(host, Enum.Parse<OrchestrationRuntimeStatus>(status));

        var error = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => host.ScheduleAsync("Seven", options: With(dedupe)));

        Assert.Contains(Id, error.Message, StringComparison.Ordinal);
        Assert.Contains(status, error.Message, StringComparison.Ordinal);
        Assert.Equal(status, (await host.GetAsync(Id)).RuntimeStatus.ToString());
    }

    [Theory]
    [EngineModes("Completed", "Failed,Terminated")]
    [EngineModes("Failed", "Completed,Running")]
    [EngineModes("Terminated", "Running")]
    public async Task Start_EndedInstanceInNoneOfTheStatuses_IsReplaced(EngineMode mode, string status, string dedupe)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks, clock: EngineHost.NewClock());
        await BringToAsync(host, Enum.Parse<OrchestrationRuntimeStatus>(status));

        Assert.Equal(Id, await host.ScheduleAsync("Seven", options: With(dedupe)));

        Assert.Equal(7, await host.OutputOfAsync<int>(Id));
    }

    [Theory]
    [EngineModes("Running", "Completed")]
    [EngineModes("Suspended", "Running")]
    [EngineModes("Pending", "Running")]
    public async Task Start_UnfinishedInstanceInNoneOfTheStatuses_IsEndedAndReplaced(EngineMode mode, string status, string dedupe)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks, clock: EngineHost.NewClock());
        await BringToAsync(host, Enum.Parse<OrchestrationRuntimeStatus>(status));

        await host.ScheduleAsync("Seven", options: With(dedupe));

        Assert.Equal(7, await host.OutputOfAsync<int>(Id));
        Assert.Equal("Seven", (await host.GetAsync(Id)).Name);
    }

    [Theory, EngineModes]
    public async Task Start_NoInstanceOfTheId_Starts(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);

        Assert.Equal(7, await host.OutputAsync<int>("Seven", options: With("Completed,Failed,Running,Pending,Suspended,Terminated")));
    }

    [Theory, EngineModes]
    public async Task Start_NoStatusesGivenAndTheInstanceRuns_Throws(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        await BringToAsync(host, OrchestrationRuntimeStatus.Running);

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => host.ScheduleAsync("Seven", options: new StartOrchestrationOptions(Id)));
    }

    [Theory, EngineModes]
    public async Task Start_NoStatusesGivenAndTheInstanceHasEnded_IsReplaced(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        await BringToAsync(host, OrchestrationRuntimeStatus.Completed);

        Assert.Equal(7, await host.OutputAsync<int>("Seven", options: new StartOrchestrationOptions(Id)));
    }

    [Theory, EngineModes]
    public async Task Start_WordThatIsNoStatus_Throws(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);

        var error = await Assert.ThrowsAsync<ArgumentException>(() => host.ScheduleAsync("Seven", options: With("Sleeping")));

        Assert.Contains("Sleeping", error.Message, StringComparison.Ordinal);
    }

    [Theory, EngineModes]
    public async Task Start_SameIdManyTimesAtOnce_StartsOne(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);

        var starts = Enumerable.Range(0, 20)
            .Select(_ => host.ScheduleAsync("Wait", options: With("Pending,Running")))
            .ToList();
        var refused = 0;
        foreach (var start in starts)
        {
            try
            {
                await start;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                refused++;
            }
        }

        Assert.Equal(19, refused);
    }

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc("Seven", _ => 7)
        .AddOrchestratorFunc("Empty", (TaskOrchestrationContext _) => { })
        .AddOrchestratorFunc("Fail", new Action<TaskOrchestrationContext>(_ => throw new CustomException("boom")))
        .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("Go"));

    private static StartOrchestrationOptions With(string statuses) => new(Id) { DedupeStatuses = statuses.Split(',') };

    private static async Task BringToAsync(EngineHost host, OrchestrationRuntimeStatus status)
    {
        var options = new StartOrchestrationOptions(Id);
        switch (status)
        {
            case OrchestrationRuntimeStatus.Completed:
                await host.RunAsync("Empty", options: options);
                break;
            case OrchestrationRuntimeStatus.Failed:
                await host.RunAsync("Fail", options: options);
                break;
            case OrchestrationRuntimeStatus.Pending:
                await host.ScheduleAsync("Empty", options: options with { StartAt = host.Clock.GetUtcNow().AddDays(1) });
                break;
            case OrchestrationRuntimeStatus.Running:
                await host.StartedAsync("Wait", options: options);
                break;
            case OrchestrationRuntimeStatus.Suspended:
                await host.StartedAsync("Wait", options: options);
                await host.Client.SuspendInstanceAsync(Id, host.Token);
                break;
            case OrchestrationRuntimeStatus.Terminated:
                await host.StartedAsync("Wait", options: options);
                await host.Client.TerminateInstanceAsync(Id, host.Token);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(status), status, null);
        }

        await host.UntilStatusAsync(Id, status);
    }
}
