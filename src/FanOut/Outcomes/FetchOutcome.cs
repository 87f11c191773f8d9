using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>
/// What came of fetching one id: exactly one of <see cref="Fetched"/>, <see cref="Failed"/>, <see cref="Unavailable"/> and <see cref="OtherUpstream"/>.
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

    /// <summary>The upstream cannot be asked for now; this is not final, and says nothing about the id.</summary>
    [JsonConverter(typeof(FetchOutcomeJsonConverterFactory))]
    public sealed record Unavailable : FetchOutcome<TCharacter>
    {
        /// <summary>An id to ask for again later.</summary>
        /// <param name="id">The id that was asked for.</param>
        /// <param name="reason">Why the upstream cannot be asked.</param>
        /// <param name="retryAfter">How long to leave the upstream alone.</param>
        /// <param name="kind">What the id counts as when it is not asked for again.</param>
        /// <param name="message">What the upstream did, for people.</param>
        /// <param name="attempts">How many requests were made.</param>
        public Unavailable(int id, WaitReason reason, TimeSpan retryAfter, FailureKind kind = FailureKind.Throttled, string message = "", int attempts = 0)
            : base(id)
        {
            Reason = reason;
            RetryAfter = retryAfter;
            Kind = kind;
            Message = message;
            Attempts = attempts;
        }

        /// <summary>Why the upstream cannot be asked.</summary>
        public WaitReason Reason { get; }

        /// <summary>How long to leave the upstream alone.</summary>
        public TimeSpan RetryAfter { get; }

        /// <summary>What the id counts as when it is not asked for again.</summary>
        public FailureKind Kind { get; }

        /// <summary>What the upstream did, for people.</summary>
        public string Message { get; }

        /// <summary>How many requests were made.</summary>
        public int Attempts { get; }
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
