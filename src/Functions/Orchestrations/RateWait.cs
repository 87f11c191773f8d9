using Microsoft.DurableTask;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>How a batch waits for leave to ask, where its host limits the rate. Each lane sleeps on a durable timer of its own, for it has its own turn.</summary>
internal sealed class RateWait(TaskOrchestrationContext context)
{
    private readonly List<(DurableSleep Sleep, DateTime Until)> sleeping = [];
    private DateTime since;
    private string message = "";

    /// <summary>What a batch shows of the wait; null when no lane waits.</summary>
    public UpstreamWait? Shown => sleeping.Count == 0 ? null : new(WaitReason.RateLimited, since, sleeping.Min(static lane => lane.Until), null, message);

    /// <summary>Sleeps until a lane's turn, or until <see cref="Cancel"/>.</summary>
    /// <param name="limited">What the host says of its rate limit.</param>
    /// <param name="changed">Called when the sleep has begun.</param>
    public async Task WaitAsync(Unavailability limited, Action changed)
    {
        (DurableSleep Sleep, DateTime Until) lane = (new(context), context.CurrentUtcDateTime + limited.RetryAfter);
        since = sleeping.Count == 0 ? context.CurrentUtcDateTime : since;
        message = limited.Message;
        sleeping.Add(lane);
        var sleep = lane.Sleep.UntilAsync(lane.Until);
        changed();
        await sleep;
        sleeping.Remove(lane);
    }

    public void Cancel() => sleeping.ToList().ForEach(static lane => lane.Sleep.Cancel());
}
