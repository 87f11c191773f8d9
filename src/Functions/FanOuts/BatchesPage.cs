namespace CharacterFanOut.Functions.FanOuts;

/// <summary>What <c>GET fanouts/{id}/batches</c> answers: the batches from a number on, as far as they have started.</summary>
/// <param name="FanOut">How the fan-out is doing, so that one question is enough to follow it.</param>
/// <param name="Batches">The batches, by number.</param>
/// <param name="Next">The number to ask from next time: of the first batch that is not over. Those before it do not change.</param>
/// <param name="More">Whether further batches have started that this answer had no room for.</param>
/// <param name="Settled">How the characters of the batches before <paramref name="Next"/> divide, of those in this answer.</param>
public sealed record BatchesPage(
    FanOutView FanOut,
    IReadOnlyList<BatchView> Batches,
    long Next,
    bool More,
    SettledTallies Settled);
