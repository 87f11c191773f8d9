using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.FanOuts;

/// <summary>Where a fan-out is in its life.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FanOutState>))]
public enum FanOutState
{
    /// <summary>Accepted, not started yet.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>At work.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Told to pause.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>Over: every id was asked for.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>Over: too many ids failed.</summary>
    [JsonStringEnumMemberName("aborted")]
    Aborted,

    /// <summary>Over: cancelled.</summary>
    [JsonStringEnumMemberName("canceled")]
    Canceled,

    /// <summary>Over: it could not be brought to an end.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
