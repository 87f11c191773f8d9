using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharacterFanOut.SampleApi.Faults;

/// <summary>How an answer is not the one that was asked for.</summary>
internal enum MalformedKind
{
    /// <summary>An HTML page.</summary>
    NotJson,

    /// <summary>JSON that ends in the middle, in an answer that is complete.</summary>
    Truncated,

    /// <summary>A character without its species.</summary>
    MissingField,

    /// <summary>Another character than the one asked for.</summary>
    WrongId,

    /// <summary>The right answer, and more than a megabyte of white space.</summary>
    Oversized,

    /// <summary>The right answer, declared as gzip, which it is not.</summary>
    BadGzip,

    /// <summary>Half of the bytes that Content-Length announces; then the connection closes.</summary>
    CutOff,
}

/// <summary>What goes wrong with requests: those of one id, or all.</summary>
internal sealed class Fault : IJsonOnDeserialized
{
    private long start;
    private int used;

    /// <summary>The status to answer instead of the right one, 200 to 599.</summary>
    public int? Status { get; init; }

    /// <summary>The Retry-After header, any text; a number is one too.</summary>
    [JsonConverter(typeof(HeaderTextConverter))]
    public string? RetryAfter { get; init; }

    /// <summary>Headers to send beside the usual ones or instead of them.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The body to send instead of the right one.</summary>
    public string? Body { get; init; }

    /// <summary>How the right answer is changed.</summary>
    public MalformedKind? Malformed { get; init; }

    /// <summary>Whether there is no answer at all.</summary>
    public bool Hang { get; init; }

    /// <summary>Whether the connection is closed instead of an answer.</summary>
    public bool Reset { get; init; }

    /// <summary>The latency, in place of everyone's.</summary>
    public Latency? Latency { get; init; }

    /// <summary>For how many requests, at least 1; null for all.</summary>
    public int? Times { get; init; }

    /// <summary>For how many seconds after it was set; null for ever.</summary>
    public double? Seconds { get; init; }

    /// <summary>Starts the time that <see cref="Seconds"/> limits.</summary>
    public void Start(TimeProvider time) => start = time.GetTimestamp();

    /// <summary>Whether the fault applies to one more request.</summary>
    public bool TryUse(TimeProvider time) =>
        (Seconds is null || time.GetElapsedTime(start).TotalSeconds < Seconds) && (Times is null || Interlocked.Increment(ref used) <= Times);

    public void OnDeserialized()
    {
        if (new[] { Status is not null || Body is not null, Malformed is not null, Hang, Reset }.Count(static kind => kind) > 1)
        {
            throw new JsonException("A fault has one of status (with or without body), malformed, hang and reset.");
        }

        if (Status is < 200 or > 599)
        {
            throw new JsonException($"'status' is {Status}; it has to be from 200 to 599.");
        }

        if (Times < 1 || Seconds < 0)
        {
            throw new JsonException("'times' has to be 1 or more, and 'seconds' 0 or more.");
        }

        if (Headers?.Any(static header => !HeaderTextConverter.IsName(header.Key) || !HeaderTextConverter.IsText(header.Value)) ?? false)
        {
            throw new JsonException("A header's name is letters, digits and dashes, and its text has no control characters.");
        }
    }
}
