using System.Globalization;
using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Orchestrations;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Schedules;

/// <summary>Starts the fan-outs of a schedule: never a second of the same upstream while one is under way, and each is compared with the one before.</summary>
public sealed class FanOutScheduler(FanOutStarter starter)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmss";
    private const int TimeLength = 15;

    public string Upstream => starter.Upstream;

    /// <summary>Starts a fan-out, whose id is made of the schedule's name and of the time.</summary>
    /// <param name="schedule">The schedule's name; null for the one of the settings.</param>
    /// <returns>Its id and the one that it is compared with, or the one that is still running.</returns>
    public async Task<(string Id, string? Since, string? Running)> StartAsync(
        DurableTaskClient client, string? schedule, DateTimeOffset dueAt, FanOutRequest request, CancellationToken cancellation)
    {
        var prefix = FanOutId.ScheduledPrefix + (schedule is null ? "" : $"{schedule}-");
        var id = prefix + dueAt.ToString(TimeFormat, CultureInfo.InvariantCulture);
        var earlier = await EarlierAsync(client, prefix, cancellation);
        if (earlier.FirstOrDefault(e => !e.IsCompleted && e.InstanceId != id) is { } running)
        {
            return (id, null, running.InstanceId);
        }

        var since = earlier
            .Where(e => e.InstanceId != id && FanOutReader.StateOf(e) is FanOutState.Completed or FanOutState.Aborted)
            .MaxBy(e => e.InstanceId, StringComparer.Ordinal)?.InstanceId;
        await starter.StartAsync(client, id, new FanOutInput { Request = request, Since = since }, cancellation);
        return (id, since, null);
    }

    // Those of another upstream wait for a host that has it, and what they fetched is no measure of what changed at this one.
    private async Task<IReadOnlyList<OrchestrationMetadata>> EarlierAsync(DurableTaskClient client, string prefix, CancellationToken cancellation)
    {
        var query = new OrchestrationQuery(InstanceIdPrefix: prefix, FetchInputsAndOutputs: true);
        return await client.GetAllInstancesAsync(query)
            .Where(instance => instance.Name == nameof(FanOutOrchestrator) && instance.InstanceId.Length == prefix.Length + TimeLength
                && FanOutReader.InputOf(instance) is var input && (input?.Upstream is null || input.Upstream == Upstream))
            .ToListAsync(cancellation);
    }
}
