using CharacterFanOut.Functions.Orchestrations;

namespace CharacterFanOut.Functions.Activities;

/// <summary>What a report is made of.</summary>
/// <param name="FanOutId">The fan-out's id.</param>
/// <param name="Result">How it ended.</param>
/// <param name="Input">What was asked for, with everything that was done.</param>
/// <param name="FinishedAt">When it finished, UTC.</param>
public sealed record ReportInput(
    string FanOutId,
    FanOutResult Result,
    FanOutInput Input,
    DateTimeOffset FinishedAt);
