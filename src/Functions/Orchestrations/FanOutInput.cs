namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>What a fan-out's orchestrator is started with, and carries on with after each <c>ContinueAsNew</c>.</summary>
public sealed record FanOutInput
{
    public required FanOutRequest Request { get; init; }

    /// <summary>A hash of the request, by which the same request is known again.</summary>
    public string RequestHash { get; init; } = "";

    /// <summary>
    /// The upstream that it was started with, and the only one that is asked for its ids; null for a fan-out of a version that did not
    /// note it: whichever the host has.
    /// </summary>
    public string? Upstream { get; init; }

    /// <summary>The fan-out whose ids this one asks for again; null when it is no such one.</summary>
    public string? RetryOf { get; init; }

    /// <summary>The scheduled fan-out that this one is compared with; null when there is none.</summary>
    public string? Since { get; init; }

    /// <summary>What was done before the last <c>ContinueAsNew</c>; null at the start.</summary>
    public FanOutProgress? Progress { get; init; }
}

/// <summary>How far a fan-out is: bounded, however many ids it has.</summary>
/// <param name="NextBatch">The first batch that was not started yet.</param>
/// <param name="Merged">The batches before it, merged.</param>
/// <param name="StartedAt">When the fan-out started, UTC.</param>
/// <param name="AnsweredId">An id that the upstream answered to; null when none is known.</param>
public sealed record FanOutProgress(
    long NextBatch,
    BatchReport Merged,
    DateTimeOffset StartedAt,
    int? AnsweredId = null);
