namespace CharacterFanOut.Functions.Http;

/// <summary>The body of <c>POST fanouts</c>, for the OpenAPI document; <see cref="FanOutRequestReader"/> reads it, and says what is wrong with each field.</summary>
internal sealed record StartBody
{
    public required IdSet Ids { get; init; }

    /// <summary>Ids in a batch; null: chosen by the number of ids and the cap.</summary>
    public int? BatchSize { get; init; }
    public int? MaxConcurrency { get; init; }
    public OnFailure? OnFailure { get; init; }
    public long? MaxFailures { get; init; }

    /// <summary>How long an upstream that is away is waited for, such as 01:30:00 or PT90M; null: as the host is set.</summary>
    public string? OutageTimeout { get; init; }
    public bool? SaveCharacters { get; init; }
    public Uri? NotifyUri { get; init; }

    /// <summary>Fields whose values the report counts, by their paths such as address.city; at most 5.</summary>
    public IReadOnlyList<string>? Breakdowns { get; init; }

    /// <summary>Names and values to find it by, such as {"team":"alpha"}; at most 16.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
    public string? Id { get; init; }
}
