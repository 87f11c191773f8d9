using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.Http;

/// <summary>The body of <c>POST fanouts</c>, for the OpenAPI document; <see cref="FanOutRequestReader"/> reads it, and says what is wrong with each field.</summary>
internal sealed record StartBody
{
    /// <summary>The ids, in any of the ways to write them.</summary>
    [JsonPropertyName("ids")]
    public required IdSet Ids { get; init; }

    /// <summary>Ids in a batch; null: chosen by the number of ids and the cap.</summary>
    [JsonPropertyName("batchSize")]
    public int? BatchSize { get; init; }

    /// <summary>The most fetches in flight.</summary>
    [JsonPropertyName("maxConcurrency")]
    public int? MaxConcurrency { get; init; }

    /// <summary>What to do when ids fail.</summary>
    [JsonPropertyName("onFailure")]
    public OnFailure? OnFailure { get; init; }

    /// <summary>How many failures are allowed before it aborts.</summary>
    [JsonPropertyName("maxFailures")]
    public long? MaxFailures { get; init; }

    /// <summary>How long an upstream that is away is waited for, such as 01:30:00 or PT90M; null: as the host is set.</summary>
    [JsonPropertyName("outageTimeout")]
    public string? OutageTimeout { get; init; }

    /// <summary>Whether characters are saved.</summary>
    [JsonPropertyName("saveCharacters")]
    public bool? SaveCharacters { get; init; }

    /// <summary>Whom to tell when it is over.</summary>
    [JsonPropertyName("notifyUri")]
    public Uri? NotifyUri { get; init; }

    /// <summary>The id to give it.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }
}
