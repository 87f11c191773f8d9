using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CharacterFanOut.Functions.Orchestrations;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Operations;

/// <summary>
/// Lists fan-outs, newest first. A task hub lists its instances in an order of its own, and every batch among them; so the past is looked
/// at in windows that reach further back each time, until a page is full. What is asked for most, the newest page, is then cheap however
/// much the hub holds.
/// </summary>
public sealed class FanOutLister(FanOutReader reader, TimeProvider time)
{
    private const int PageSize = 1000;

    private const int WindowGrowth = 8;

    private static readonly TimeSpan FirstWindow = TimeSpan.FromHours(1);

    // Clocks of several machines differ a little.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    // No fan-out is older.
    private static readonly DateTimeOffset Beginning = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

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

/// <summary>Which fan-outs are asked for.</summary>
/// <param name="States">In one of these states; null: in any.</param>
/// <param name="From">Accepted at this time or later; null: since ever.</param>
/// <param name="To">Accepted at this time or earlier; null: until now.</param>
/// <param name="Labels">With all of these labels; a value of null: whatever it is.</param>
/// <param name="After">Those after this place in the list; null: from its start.</param>
public sealed record FanOutQuery(
    IReadOnlyCollection<FanOutState>? States,
    DateTimeOffset? From,
    DateTimeOffset? To,
    IReadOnlyList<KeyValuePair<string, string?>> Labels,
    bool WithFailures,
    int Top,
    FanOutPlace? After)
{
    /// <summary>How many are given when nothing is said: 50.</summary>
    public const int DefaultTop = 50;

    /// <summary>The most that are given: 200.</summary>
    public const int MaxTop = 200;

    /// <summary>Whether nothing narrows it down.</summary>
    public bool IsAll => States is null && From is null && To is null && Labels.Count == 0 && !WithFailures;

    /// <summary>Whether a fan-out is one that is asked for, whenever it was accepted.</summary>
    public bool Matches(FanOutView view) =>
        States?.Contains(view.Status) != false
        && (!WithFailures || view.Failed > 0)
        && Labels.All(label => view.Request?.Labels?.TryGetValue(label.Key, out var value) == true && (label.Value is null || label.Value == value));
}

/// <summary>A place in the list of fan-outs, newest first: it stays where it is when others come before it.</summary>
public readonly record struct FanOutPlace(DateTimeOffset CreatedAt, string Id)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else.</summary>
    public static FanOutPlace? Parse(string text)
    {
        if (!Base64Url.IsValid(text))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('|', 2);
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTime.MaxValue.Ticks
            ? new FanOutPlace(new(ticks, TimeSpan.Zero), parts[1])
            : null;
    }

    /// <summary>The newer comes first; of two of the same instant, the one whose id is greater.</summary>
    public static int Compare(FanOutPlace one, FanOutPlace other)
    {
        var byTime = other.CreatedAt.CompareTo(one.CreatedAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(other.Id, one.Id);
    }

    /// <summary>The place as opaque text for an address.</summary>
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{CreatedAt.UtcTicks}|{Id}")));
}
