using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>What a fan-out does when ids fail.</summary>
[JsonConverter(typeof(EnumNameConverter<OnFailure>))]
public enum OnFailure
{
    /// <summary>Goes on: one bad id never costs the others. The default.</summary>
    Continue,

    /// <summary>Starts no new work once more ids failed than are allowed, and reports what was done.</summary>
    Abort,
}
