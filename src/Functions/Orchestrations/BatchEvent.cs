using CharacterFanOut.Characters;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>What can happen to a batch while it waits.</summary>
internal abstract record BatchEvent
{
    /// <summary>A fetch came back.</summary>
    public sealed record FetchDone(FetchOutcome<Character> Outcome) : BatchEvent;

    /// <summary>The fan-out gave an order.</summary>
    public sealed record Ordered(BatchOrder Order) : BatchEvent;

    /// <summary>The time for which the upstream wanted to be left alone is over.</summary>
    public sealed record WaitOver : BatchEvent;
}
