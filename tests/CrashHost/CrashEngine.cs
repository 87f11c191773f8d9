using System.Globalization;
using DurableTask.Core.Exceptions;
using EmbeddedFunctions.DurableTask.History;
using EmbeddedFunctions.DurableTask.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.CrashHost;

/// <summary>Does what the commands say, one after the other.</summary>
internal sealed class CrashEngine(DurableTaskTestHost host)
{
    private static readonly StartOrchestrationOptions Defaults = new();

    public async Task<HostAnswer> ExecuteAsync(HostCommand command)
    {
        switch (command.Kind)
        {
            case HostCommandKind.Start:
                await this.StartAsync(command);
                return new HostAnswer();
            case HostCommandKind.Raise:
                await host.Client.RaiseEventAsync(command.InstanceId!, command.Name!, command.Text);
                return new HostAnswer();
            case HostCommandKind.States:
                return new HostAnswer { States = await this.StatesAsync() };
            case HostCommandKind.Histories:
                return new HostAnswer { Histories = await this.HistoriesAsync() };
            default:
                await host.DisposeAsync();
                return new HostAnswer();
        }
    }

    private async Task StartAsync(HostCommand command)
    {
        int seed = int.Parse(command.Text!, CultureInfo.InvariantCulture);
        object input = command.Name == CrashWorkload.Mixed ? new MixedState(seed, 1, 0, []) : seed;
        StartOrchestrationOptions once = (Defaults with { InstanceId = command.InstanceId })
            .WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        try
        {
            await host.Client.ScheduleNewOrchestrationInstanceAsync(command.Name!, input, once);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // The process before was killed between the commit and its answer.
        }
    }

    private async Task<Dictionary<string, string>> StatesAsync()
    {
        var states = new Dictionary<string, string>();
        await foreach (OrchestrationMetadata instance in host.Client.GetAllInstancesAsync(new OrchestrationQuery { FetchInputsAndOutputs = true }))
        {
            states.Add(instance.InstanceId, $"{instance.RuntimeStatus} {instance.SerializedOutput ?? instance.FailureDetails?.ErrorMessage}");
        }

        return states;
    }

    private async Task<Dictionary<string, IReadOnlyList<string>>> HistoriesAsync()
    {
        var histories = new Dictionary<string, IReadOnlyList<string>>();
        await foreach (OrchestrationMetadata instance in host.Client.GetAllInstancesAsync())
        {
            IReadOnlyList<HistoryEvent> history = await host.Engine.GetHistoryAsync(instance.InstanceId) ?? [];
            histories.Add(instance.InstanceId, [.. history.Select(EventKey.Of).OfType<string>()]);
        }

        return histories;
    }
}
