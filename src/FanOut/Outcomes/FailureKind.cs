using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>Why an id could not be fetched.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailureKind>))]
public enum FailureKind
{
    /// <summary>The upstream has no such character.</summary>
    [JsonStringEnumMemberName("notFound")]
    NotFound,

    /// <summary>The upstream went on throttling for longer than a batch waits.</summary>
    [JsonStringEnumMemberName("throttled")]
    Throttled,

    /// <summary>The upstream did not answer in time.</summary>
    [JsonStringEnumMemberName("timeout")]
    Timeout,

    /// <summary>The upstream answered with an error, after the retries.</summary>
    [JsonStringEnumMemberName("upstream")]
    Upstream,

    /// <summary>The upstream could not be reached, or the connection broke.</summary>
    [JsonStringEnumMemberName("network")]
    Network,

    /// <summary>The answer was not the character: not JSON, a field missing, another id, or too large.</summary>
    [JsonStringEnumMemberName("malformed")]
    Malformed,

    /// <summary>The activity itself failed, after Durable's retries: a bug, or a lost worker.</summary>
    [JsonStringEnumMemberName("activity")]
    Activity,
}
