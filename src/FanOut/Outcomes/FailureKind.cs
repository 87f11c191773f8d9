using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>Why an id could not be fetched.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailureKind>))]
public enum FailureKind
{
    /// <summary>The upstream has no such character (404).</summary>
    [JsonStringEnumMemberName("notFound")]
    NotFound,

    /// <summary>The upstream went on throttling for longer than a batch waits.</summary>
    [JsonStringEnumMemberName("throttled")]
    Throttled,

    /// <summary>No answer in time, or 408, after every retry.</summary>
    [JsonStringEnumMemberName("timeout")]
    Timeout,

    /// <summary>An error status after every retry, or a status that a fetch cannot use.</summary>
    [JsonStringEnumMemberName("upstream")]
    Upstream,

    /// <summary>The upstream could not be reached, or the connection broke, after every retry.</summary>
    [JsonStringEnumMemberName("network")]
    Network,

    /// <summary>
    /// An answer that is not the character asked for: not JSON, a field missing, another id, or too large; or, after every retry, one that was
    /// cut short or cannot be decompressed.
    /// </summary>
    [JsonStringEnumMemberName("malformed")]
    Malformed,

    /// <summary>The activity itself failed, after Durable's retries: a bug, or a lost worker.</summary>
    [JsonStringEnumMemberName("activity")]
    Activity,
}

/// <summary>The names of the failure kinds on the wire and in tallies.</summary>
public static class FailureKinds
{
    /// <summary>The kind's name in camelCase, such as <c>notFound</c>.</summary>
    public static string Name(FailureKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
