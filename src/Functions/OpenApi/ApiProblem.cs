namespace CharacterFanOut.Functions.OpenApi;

/// <summary>The shape of the problem details that this app answers: RFC 9457, with what is wrong by field.</summary>
internal sealed record ApiProblem
{
    /// <summary>What kind of problem it is.</summary>
    public string Type { get; init; } = "";

    /// <summary>What is wrong.</summary>
    public required string Title { get; init; }

    /// <summary>The answer's status.</summary>
    public required int Status { get; init; }

    /// <summary>What to change.</summary>
    public required string Detail { get; init; }

    /// <summary>What is wrong with each field.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>();

    /// <summary>Where the fan-out is in its life, when that is what stands in the way.</summary>
    public string State { get; init; } = "";
}
