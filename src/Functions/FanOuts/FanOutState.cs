using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.FanOuts;

/// <summary>Where a fan-out is in its life.</summary>
[JsonConverter(typeof(EnumNameConverter<FanOutState>))]
public enum FanOutState
{
    /// <summary>Accepted, not started yet.</summary>
    Pending,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Told to pause.</summary>
    Paused,

    /// <summary>Over: every id was asked for.</summary>
    Completed,

    /// <summary>Over: too many ids failed.</summary>
    Aborted,

    /// <summary>Over: cancelled.</summary>
    Canceled,

    /// <summary>Over: it could not be brought to an end.</summary>
    Failed,
}
