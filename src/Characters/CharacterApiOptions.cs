using System.ComponentModel.DataAnnotations;

namespace CharacterFanOut.Characters;

/// <summary>Where the upstream is, and the limits of a fetch; bound to the section <c>CharacterApi</c> and validated at start.</summary>
public sealed class CharacterApiOptions
{
    public const string SectionName = "CharacterApi";
    public const string DefaultBaseAddress = "https://rickandmortyapi.com/api/";

    /// <summary>
    /// The upstream's root: absolute, http or https, without credentials, query or fragment; or the address of an item with <c>{id}</c> in its path or
    /// its query. Default <see cref="DefaultBaseAddress"/>.
    /// A string, so that an address that cannot be parsed is refused here and is not repeated, with a password in it, by the binder.
    /// </summary>
    [Required]
    public string BaseAddress { get; set; } = DefaultBaseAddress;

    /// <summary>
    /// What the upstream is called. Default none: its address. A name keeps fan-outs going where the same data moves to another address.
    /// </summary>
    public string Name { get; set; } = "";

    /// <summary>Which upstream this is: its name, else its address in its normal form. Fan-outs are bound to it.</summary>
    public string Upstream => Name.Length > 0 ? Name : Address.Name;
    internal UpstreamAddress Address => new(BaseAddress);

    /// <summary>What answers are taken for. Default <see cref="ItemShape.Character"/>.</summary>
    public ItemShape Shape { get; set; }

    /// <summary>
    /// Headers sent with every request, such as <c>Authorization</c>. Default none. Values are credentials: no message and no log shows them.
    /// </summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// How many requests are sent, retries included, by all fan-outs of this process together: <c>50/s</c>, or a number per <c>m</c>, <c>h</c> or <c>d</c>,
    /// spread evenly. Default none: as many as there are. A fetch that would wait for its turn for longer than <see cref="MaxRetryAfter"/> ends as
    /// <see cref="FetchOutcome{TCharacter}.Unavailable"/>.
    /// </summary>
    public string Rate { get; set; } = "";

    /// <summary>
    /// The maximum number of fetches under way, of all fan-outs of this process together. Default 1,024, 1 to 10,000. Further ones wait their turn,
    /// which no timeout counts.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxConcurrency { get; set; } = 1024;

    /// <summary>
    /// How long one fetch may take, retries and their waits included. Default 30 s, 10 ms to 1 h. A fetch ends up to
    /// <see cref="CloseTimeout"/> later when the upstream keeps working on a request that timed out; with a <see cref="Rate"/>, waits for it come on top.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one request may take, body included. Default 10 s, 10 ms to 1 h; not more than <see cref="TotalTimeout"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a request that timed out still counts as in flight. It counts until the upstream has closed the connection, at most for
    /// this long; only then is the next request sent, or the fetch over. Default 10 s, 0 to 5 min; 0 does not wait.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Retries after the first request. Default 3, 0 to 10.</summary>
    [Range(0, 10)]
    public int RetryCount { get; set; } = 3;

    /// <summary>
    /// The wait before the first retry, doubled for each further one, with jitter. Default 250 ms, 0 to 1 min. A request that fails for
    /// itself (answered 500, a transfer that breaks off), and not because the upstream is away, asks to wait or does not answer, is first
    /// sent again at once: mostly the next answer is right, and a slot that waits fetches nothing.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The longest Retry-After that a fetch waits for itself. When the upstream asks for longer, the fetch ends at once as
    /// <see cref="FetchOutcome{TCharacter}.Unavailable"/>. Default 10 s, 0 to 5 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The share of failing requests that opens the circuit breaker. Default 0.9, 0.01 to 1.</summary>
    /// <remarks>High, because an upstream that fails one request in three is still worth asking; one that fails nine in ten is down.</remarks>
    [Range(0.01, 1.0)]
    public double CircuitFailureRatio { get; set; } = 0.9;

    /// <summary>The number of requests in <see cref="CircuitSamplingDuration"/> below which the circuit stays closed. Default 50, 2 to 100,000.</summary>
    [Range(2, 100_000)]
    public int CircuitMinimumThroughput { get; set; } = 50;

    /// <summary>The time over which the share is taken. Default 10 s, 0.5 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:10:00")]
    public TimeSpan CircuitSamplingDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the circuit stays open before one request may try again. Default 5 s, 0.5 s to 1 h. Also when to try again an upstream that is
    /// away or throttles and does not say for how long.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "01:00:00")]
    public TimeSpan CircuitBreakDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The largest body that is read, after decompression. Default 1,048,576 bytes (1 MB), 1 KB to 100 MB.</summary>
    [Range(1024, 104_857_600)]
    public int MaxResponseBytes { get; set; } = 1_048_576;

    /// <summary>How long a connection is reused, and so how soon a change in DNS is seen. Default 2 min, 1 s to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The User-Agent header. Default <c>CharacterFanOut/</c> and the version.</summary>
    [Required]
    public string UserAgent { get; set; } = $"CharacterFanOut/{typeof(CharacterApiOptions).Assembly.GetName().Version?.ToString(3) ?? "0"}";
}
