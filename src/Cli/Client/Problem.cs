namespace CharacterFanOut.Cli.Client;

/// <summary>RFC 9457's problem details, as the host answers them.</summary>
internal sealed record Problem
{
    public string? Title { get; init; }

    public string? Detail { get; init; }

    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }
}
