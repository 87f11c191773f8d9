namespace CharacterFanOut.Functions.OpenApi;

/// <summary>The shape of the problem details that this app answers: RFC 9457, with what is wrong by field.</summary>
internal sealed record ApiProblem
{
    public string Type { get; init; } = "";
    public required string Title { get; init; }
    public required int Status { get; init; }
    public required string Detail { get; init; }
    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>();

    /// <summary>Where the fan-out is in its life, when that is what stands in the way.</summary>
    public string State { get; init; } = "";
}
