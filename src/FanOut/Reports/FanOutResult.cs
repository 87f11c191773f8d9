using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>How a fan-out ended.</summary>
[JsonConverter(typeof(EnumNameConverter<FanOutResult>))]
public enum FanOutResult
{
    /// <summary>Every id was asked for.</summary>
    Completed,

    /// <summary>More ids failed than were allowed; the rest was not asked for.</summary>
    Aborted,

    /// <summary>It was cancelled; what was in flight came to its end, and the rest was not asked for.</summary>
    Canceled,
}
