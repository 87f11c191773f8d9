using System.ComponentModel.DataAnnotations;

namespace CharacterFanOut.Characters;

/// <summary>Where the upstream is and how patient to be with it; bound to the section <c>CharacterApi</c> and validated at start.</summary>
public sealed class CharacterApiOptions
{
    /// <summary>The configuration section's name.</summary>
    public const string SectionName = "CharacterApi";

    /// <summary>The public API.</summary>
    public const string DefaultBaseAddress = "https://rickandmortyapi.com/api/";

    /// <summary>The upstream's root: absolute, http or https, without query. Default <see cref="DefaultBaseAddress"/>.</summary>
    [Required]
    public Uri BaseAddress { get; set; } = new(DefaultBaseAddress);

    /// <summary>How long one fetch may take, retries and their waits included. Default 30 s, 10 ms to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one request may take, body included. Default 10 s, 10 ms to 1 h; not more than <see cref="TotalTimeout"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Retries after the first request. Default 3, 0 to 10.</summary>
    [Range(0, 10)]
    public int RetryCount { get; set; } = 3;

    /// <summary>The wait before the first retry, doubled for each further one, with jitter. Default 250 ms, 0 to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The longest Retry-After that a fetch waits for itself; when the upstream asks for longer, the fetch ends at once in
    /// <see cref="CharacterResult.Throttling"/>. Default 10 s, 0 to 5 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The share of failing requests that opens the circuit breaker. Default 0.9, 0.01 to 1.</summary>
    /// <remarks>High on purpose: an upstream that fails one request in three is still worth asking; one that fails nine in ten is down.</remarks>
    [Range(0.01, 1.0)]
    public double CircuitFailureRatio { get; set; } = 0.9;

    /// <summary>The fewest requests in <see cref="CircuitSamplingDuration"/> that the share is taken of. Default 50, 2 to 100,000.</summary>
    [Range(2, 100_000)]
    public int CircuitMinimumThroughput { get; set; } = 50;

    /// <summary>The time over which the share is taken. Default 10 s, 0.5 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:10:00")]
    public TimeSpan CircuitSamplingDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the circuit stays open before one request may try again. Default 5 s, 0.5 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "01:00:00")]
    public TimeSpan CircuitBreakDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The largest body that is read, after decompression. Default 1,048,576 bytes (1 MB), 1 KB to 100 MB.</summary>
    [Range(1024, 104_857_600)]
    public int MaxResponseBytes { get; set; } = 1_048_576;

    /// <summary>The most connections to the upstream. Default 1,024, 1 to 10,000; fewer than the concurrent fetches makes fetches queue.</summary>
    [Range(1, 10_000)]
    public int MaxConnections { get; set; } = 1024;

    /// <summary>How long a connection is reused, and so how soon a change in DNS is seen. Default 2 min, 1 s to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The User-Agent header. Default <c>CharacterFanOut/</c> and the version.</summary>
    [Required]
    public string UserAgent { get; set; } = $"CharacterFanOut/{typeof(CharacterApiOptions).Assembly.GetName().Version?.ToString(3) ?? "0"}";
}
