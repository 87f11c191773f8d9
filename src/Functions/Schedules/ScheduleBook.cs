using CharacterFanOut.Functions.Operations;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Schedules;

/// <param name="Schedule">When: NCRONTAB in UTC.</param>
/// <param name="NextAt">When it is due next, UTC.</param>
/// <param name="Runs">What came of the last 50 occurrences, the newest first.</param>
public sealed record ScheduleView(
    string Name, string Schedule, FanOutRequest Request, string Upstream, DateTimeOffset CreatedAt, DateTimeOffset NextAt, IReadOnlyList<ScheduledRun> Runs);

public sealed record ScheduleList(IReadOnlyList<ScheduleView> Schedules);

/// <summary>The schedules of a task hub. Each is an orchestration that never ends.</summary>
public sealed class ScheduleBook(FanOutScheduler scheduler, TimeProvider time)
{
    /// <summary>Says what is wrong with a name; null when nothing is.</summary>
    public static string? WhatIsWrongWith(string name) =>
        FanOutId.WhatIsWrongWith(name) is { } wrong ? wrong
        : name.Length > MaxNameLength ? $"must have at most {MaxNameLength} characters, not {name.Length}."
        : null;

    public async Task<ScheduleList> ListAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        var query = new OrchestrationQuery(InstanceIdPrefix: ScheduleOrchestrator.IdPrefix, FetchInputsAndOutputs: true);
        var views = await client.GetAllInstancesAsync(query).Select(ViewOf).OfType<ScheduleView>().ToListAsync(cancellation);
        return new([.. views.OrderBy(view => view.Name, StringComparer.Ordinal)]);
    }

    /// <summary>One schedule; null when there is none of the name.</summary>
    public async Task<ScheduleView?> FindAsync(DurableTaskClient client, string name, CancellationToken cancellation) =>
        await client.GetInstanceAsync(IdOf(name), getInputsAndOutputs: true, cancellation) is { } instance ? ViewOf(instance) : null;

    /// <summary>Makes a schedule, in place of one of the same name, whose past it keeps.</summary>
    /// <returns>The schedule, and whether there was none of the name.</returns>
    public async Task<(ScheduleView View, bool IsNew)> PutAsync(
        DurableTaskClient client, string name, string schedule, FanOutRequest request, CancellationToken cancellation)
    {
        var before = await FindAsync(client, name, cancellation);
        await RemoveAsync(client, name, cancellation);
        var input = new ScheduleInput(name, schedule, request, scheduler.Upstream, time.GetUtcNow(), before?.Runs ?? []);

        // As it is made: by the time that it is stored its first occurrence may be over.
        var made = ViewOf(input);
        await client.ScheduleNewOrchestrationInstanceAsync(nameof(ScheduleOrchestrator), input, new StartOrchestrationOptions(IdOf(name)), cancellation);
        return (made, before is null);
    }

    /// <summary>Removes a schedule; the fan-outs that it started stay. Returns false when there is none of the name.</summary>
    public static async Task<bool> RemoveAsync(DurableTaskClient client, string name, CancellationToken cancellation)
    {
        var id = IdOf(name);
        if (await client.GetInstanceAsync(id, cancellation) is not { } instance)
        {
            return false;
        }

        if (!instance.IsCompleted)
        {
            await client.TerminateInstanceAsync(id, cancellation: cancellation);
            await client.WaitForInstanceCompletionAsync(id, cancellation);
        }

        await client.PurgeInstanceAsync(id, cancellation);
        return true;
    }

    private const int MaxNameLength = 60;

    private static string IdOf(string name) => ScheduleOrchestrator.IdPrefix + name;

    private ScheduleView? ViewOf(OrchestrationMetadata instance) =>
        instance is { Name: nameof(ScheduleOrchestrator), IsCompleted: false } && instance.ReadInputAs<ScheduleInput>() is { } input ? ViewOf(input) : null;

    private ScheduleView ViewOf(ScheduleInput input) => new(
        input.Name, input.Schedule, input.Request, input.Upstream, input.CreatedAt, Cron.Next(input.Schedule, time.GetUtcNow().UtcDateTime), input.Runs);
}
