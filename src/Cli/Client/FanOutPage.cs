namespace CharacterFanOut.Cli.Client;

/// <summary>A page of fan-outs, the newest first.</summary>
internal sealed record FanOutPage
{
    public IReadOnlyList<FanOutState> FanOuts { get; init; } = [];

    public string? Continuation { get; init; }
}
