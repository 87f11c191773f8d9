namespace CharacterFanOut.Cli.Client;

/// <summary>The body of a start; what is null is left to the host.</summary>
internal sealed record StartRequest
{
    public required string Ids { get; init; }

    public int? BatchSize { get; init; }

    public int? MaxConcurrency { get; init; }

    public string? OnFailure { get; init; }

    public long? MaxFailures { get; init; }

    public bool? SaveCharacters { get; init; }

    public string? NotifyUri { get; init; }

    public string? Id { get; init; }
}
