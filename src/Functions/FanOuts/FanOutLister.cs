using CharacterFanOut.Functions.Orchestrations;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.FanOuts;

/// <summary>Lists fan-outs, newest first.</summary>
/// <param name="reader">What says how each is doing.</param>
public sealed class FanOutLister(FanOutReader reader)
{
    private const int PageSize = 1000;

    /// <summary>The fan-outs that are asked for.</summary>
    public async Task<FanOutList> ListAsync(DurableTaskClient client, FanOutQuery query, CancellationToken cancellation)
    {
        var places = await PlacesAsync(client, query, cancellation);
        var shown = new List<FanOutView>(Math.Min(query.Top, places.Count));
        foreach (var place in places)
        {
            if (shown.Count == query.Top)
            {
                return new(shown, new FanOutPlace(shown[^1].CreatedAt, shown[^1].Id).ToString());
            }

            // The state is asked for again: completed and aborted are one to the task hub, and any may have changed since.
            if (await reader.ViewAsync(client, place.Id, cancellation) is { } view && (query.States?.Contains(view.Status) ?? true))
            {
                shown.Add(view);
            }
        }

        return new(shown, null);
    }

    // The task hub lists by key, and fan-outs and batches together: sorted here, with nothing read but the records' heads.
    private static async Task<List<FanOutPlace>> PlacesAsync(DurableTaskClient client, FanOutQuery query, CancellationToken cancellation)
    {
        var filter = new OrchestrationQuery(
            query.From, query.To, query.States?.Select(RuntimeStatusOf).Distinct(), PageSize: PageSize);
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

    private static OrchestrationRuntimeStatus RuntimeStatusOf(FanOutState state) => state switch
    {
        FanOutState.Pending => OrchestrationRuntimeStatus.Pending,
        FanOutState.Running => OrchestrationRuntimeStatus.Running,
        FanOutState.Paused => OrchestrationRuntimeStatus.Suspended,
        FanOutState.Canceled => OrchestrationRuntimeStatus.Terminated,
        FanOutState.Failed => OrchestrationRuntimeStatus.Failed,
        _ => OrchestrationRuntimeStatus.Completed,
    };
}
