using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.FanOuts;

/// <summary>Where a batch is in its life.</summary>
[JsonConverter(typeof(EnumNameConverter<BatchState>))]
public enum BatchState
{
    /// <summary>Not over yet.</summary>
    Running,

    /// <summary>Every id of it has an outcome, and the outcomes are stored.</summary>
    Completed,

    /// <summary>It could not be brought to an end.</summary>
    Failed,

    /// <summary>Cancelled.</summary>
    Canceled,
}
