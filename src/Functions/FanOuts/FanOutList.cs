namespace CharacterFanOut.Functions.FanOuts;

/// <summary>What <c>GET fanouts</c> answers.</summary>
/// <param name="FanOuts">The fan-outs, newest first.</param>
/// <param name="Continuation">What to send to get the next ones; null when there are no more.</param>
public sealed record FanOutList(
    IReadOnlyList<FanOutView> FanOuts,
    string? Continuation);
