using CharacterFanOut.Functions.Orchestrations;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.FanOuts;

/// <summary>
/// Lists fan-outs, newest first. A task hub lists its instances in an order of its own, and every batch among them; so the past is looked
/// at in windows that reach further back each time, until a page is full. What is asked for most, the newest page, is then cheap however
/// much the hub holds.
/// </summary>
/// <param name="reader">What says how each is doing.</param>
/// <param name="time">The clock.</param>
public sealed class FanOutLister(FanOutReader reader, TimeProvider time)
{
    private const int PageSize = 1000;

    private const int WindowGrowth = 8;

    private static readonly TimeSpan FirstWindow = TimeSpan.FromHours(1);

    // Clocks of several machines differ a little.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    // No fan-out is older.
    private static readonly DateTimeOffset Beginning = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The fan-outs that are asked for.</summary>
    public async Task<FanOutList> ListAsync(DurableTaskClient client, FanOutQuery query, CancellationToken cancellation)
    {
        if (query.States is { Count: 0 })
        {
            return new([], null);
        }

        var shown = new List<FanOutView>(query.Top);
        var last = default(FanOutPlace);
        var earliest = query.From is { } asked && asked > Beginning ? asked : Beginning;
        var latest = Earlier(query.To ?? DateTimeOffset.MaxValue, Earlier(query.After?.CreatedAt ?? DateTimeOffset.MaxValue, time.GetUtcNow() + Ahead));
        for (var window = FirstWindow; latest >= earliest; window *= WindowGrowth)
        {
            var from = window < latest - earliest ? latest - window : earliest;
            foreach (var place in await PlacesAsync(client, query with { From = from, To = latest }, cancellation))
            {
                if (shown.Count == query.Top)
                {
                    return new(shown, last.ToString());
                }

                // The state is asked for again: completed, aborted and canceled are one to the task hub, and any may have changed since.
                if (await reader.ViewAsync(client, place.Id, cancellation) is { } view && query.Matches(view))
                {
                    shown.Add(view with { Log = [] });
                    last = place;
                }
            }

            // Both ends of a window belong to it.
            latest = from.AddTicks(-1);
        }

        return new(shown, null);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static async Task<List<FanOutPlace>> PlacesAsync(DurableTaskClient client, FanOutQuery query, CancellationToken cancellation)
    {
        var filter = new OrchestrationQuery(
            query.From, query.To, query.States?.SelectMany(RuntimeStatusesOf).Distinct(), PageSize: PageSize);
        var places = new List<FanOutPlace>();
        await foreach (var instance in client.GetAllInstancesAsync(filter).WithCancellation(cancellation))
        {
            var place = new FanOutPlace(instance.CreatedAt, instance.InstanceId);
            if (instance.Name == nameof(FanOutOrchestrator) && !(query.After is { } after && FanOutPlace.Compare(place, after) <= 0))
            {
                places.Add(place);
            }
        }

        places.Sort(FanOutPlace.Compare);
        return places;
    }

    private static OrchestrationRuntimeStatus[] RuntimeStatusesOf(FanOutState state) => state switch
    {
        FanOutState.Pending => [OrchestrationRuntimeStatus.Pending],
        FanOutState.Running => [OrchestrationRuntimeStatus.Running],
        FanOutState.Paused => [OrchestrationRuntimeStatus.Suspended],
        FanOutState.Canceled => [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Terminated],
        FanOutState.Failed => [OrchestrationRuntimeStatus.Failed],
        _ => [OrchestrationRuntimeStatus.Completed],
    };
}
