namespace CharacterFanOut.Functions.FanOuts;

/// <summary>What came of starting a fan-out.</summary>
public abstract record StartResult
{
    private StartResult()
    {
    }

    /// <summary>It is started, or was by the same request before.</summary>
    /// <param name="Id">Its id.</param>
    public sealed record Started(string Id) : StartResult;

    /// <summary>The id, or the idempotency key, belongs to another request.</summary>
    /// <param name="Id">The id of the fan-out that has it.</param>
    public sealed record Conflict(string Id) : StartResult;
}
