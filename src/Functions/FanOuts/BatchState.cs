using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.FanOuts;

/// <summary>Where a batch is in its life.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BatchState>))]
public enum BatchState
{
    /// <summary>Not over yet.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Every id of it has an outcome, and the outcomes are stored.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>It could not be brought to an end.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Cancelled.</summary>
    [JsonStringEnumMemberName("canceled")]
    Canceled,
}
