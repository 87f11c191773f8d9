using Microsoft.DurableTask;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>What can happen to a fan-out while it waits.</summary>
internal abstract record FanOutEvent
{
    /// <summary>A batch ended well.</summary>
    public sealed record BatchDone(long Number, BatchReport Report) : FanOutEvent;

    /// <summary>A batch could not be brought to an end, after all retries.</summary>
    public sealed record BatchLost(long Number, TaskFailedException Why) : FanOutEvent;

    /// <summary>Somebody wants it to end.</summary>
    public sealed record Canceled : FanOutEvent;

    /// <summary>A batch gave slots back.</summary>
    public sealed record Returned(SlotsReturned Slots) : FanOutEvent;
}
