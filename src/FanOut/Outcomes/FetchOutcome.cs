using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>
/// What came of fetching one id: exactly one of <see cref="Fetched"/>, <see cref="Failed"/>, <see cref="Throttling"/> and <see cref="OtherUpstream"/>.
/// As JSON it is one object whose <c>outcome</c> says which.
/// </summary>
/// <typeparam name="TCharacter">What a fetch gives.</typeparam>
[JsonConverter(typeof(FetchOutcomeJsonConverterFactory))]
public abstract record FetchOutcome<TCharacter>
    where TCharacter : notnull
{
    private FetchOutcome(int id) => Id = id;

    /// <summary>The id that was asked for.</summary>
    public int Id { get; }

    /// <summary>The character was fetched.</summary>
    [JsonConverter(typeof(FetchOutcomeJsonConverterFactory))]
    public sealed record Fetched : FetchOutcome<TCharacter>
    {
        /// <summary>A character that was fetched.</summary>
        /// <param name="id">The id that was asked for.</param>
        /// <param name="character">The character.</param>
        /// <param name="elapsed">How long it took, with its retries.</param>
        /// <param name="attempts">How many requests it took, at least 1.</param>
        public Fetched(int id, TCharacter character, TimeSpan elapsed, int attempts)
            : base(id)
        {
            Character = character;
            Elapsed = elapsed;
            Attempts = attempts;
        }

        /// <summary>The character.</summary>
        public TCharacter Character { get; }

        /// <summary>How long it took, with its retries.</summary>
        public TimeSpan Elapsed { get; }

        /// <summary>How many requests it took.</summary>
        public int Attempts { get; }
    }

    /// <summary>The id cannot be fetched; this is final.</summary>
    [JsonConverter(typeof(FetchOutcomeJsonConverterFactory))]
    public sealed record Failed : FetchOutcome<TCharacter>
    {
        /// <summary>An id that failed.</summary>
        public Failed(FetchFailure failure)
            : base(failure.Id) => Failure = failure;

        /// <summary>What went wrong.</summary>
        public FetchFailure Failure { get; }
    }

    /// <summary>The upstream wants to be left alone for a while; this is not final.</summary>
    [JsonConverter(typeof(FetchOutcomeJsonConverterFactory))]
    public sealed record Throttling : FetchOutcome<TCharacter>
    {
        /// <summary>An id to ask for again later.</summary>
        /// <param name="id">The id that was asked for.</param>
        /// <param name="retryAfter">How long the upstream wants to be left alone.</param>
        /// <param name="kind">What it counts as if the upstream is never heard of again.</param>
        /// <param name="message">What the upstream said, for people.</param>
        public Throttling(int id, TimeSpan retryAfter, FailureKind kind = FailureKind.Throttled, string message = "")
            : base(id)
        {
            RetryAfter = retryAfter;
            Kind = kind;
            Message = message;
        }

        /// <summary>How long the upstream wants to be left alone.</summary>
        public TimeSpan RetryAfter { get; }

        /// <summary>What it counts as if the upstream is never heard of again.</summary>
        public FailureKind Kind { get; }

        /// <summary>What the upstream said, for people.</summary>
        public string Message { get; }
    }

    /// <summary>Nothing was asked: the host has another upstream than the fan-out; this is not final.</summary>
    [JsonConverter(typeof(FetchOutcomeJsonConverterFactory))]
    public sealed record OtherUpstream : FetchOutcome<TCharacter>
    {
        /// <summary>An id to ask for when a host has the fan-out's upstream.</summary>
        /// <param name="id">The id that was to be asked for.</param>
        /// <param name="upstream">The upstream that the host has.</param>
        public OtherUpstream(int id, string upstream)
            : base(id) => Upstream = upstream;

        /// <summary>The upstream that the host has.</summary>
        public string Upstream { get; }
    }
}
