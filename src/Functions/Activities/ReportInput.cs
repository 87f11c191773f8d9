using System.Text.Json.Serialization;
using CharacterFanOut.Functions.Orchestrations;

namespace CharacterFanOut.Functions.Activities;

/// <summary>What a report is made of.</summary>
/// <param name="FanOutId">The fan-out's id.</param>
/// <param name="Result">How it ended.</param>
/// <param name="Input">What was asked for, with everything that was done.</param>
/// <param name="FinishedAt">When it finished, UTC.</param>
public sealed record ReportInput(
    [property: JsonPropertyName("fanOutId")] string FanOutId,
    [property: JsonPropertyName("result")] FanOutResult Result,
    [property: JsonPropertyName("input")] FanOutInput Input,
    [property: JsonPropertyName("finishedAt")] DateTimeOffset FinishedAt);
