using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>What to fetch, and how.</summary>
public sealed record FanOutRequest
{
    /// <summary>The largest <see cref="BatchSize"/>: 1,000.</summary>
    public const int MaxBatchSize = 1000;

    /// <summary>The default of <see cref="MaxConcurrency"/>: 20.</summary>
    public const int DefaultMaxConcurrency = 20;

    /// <summary>The largest <see cref="MaxConcurrency"/>: 500.</summary>
    public const int MaxMaxConcurrency = 500;
    public const int MaxBreakdowns = 5;

    /// <summary>How long an upstream that is away is waited for when neither the request nor the host says: 1 hour.</summary>
    public static readonly TimeSpan DefaultOutageTimeout = TimeSpan.FromHours(1);

    /// <summary>The longest <see cref="OutageTimeout"/>: 7 days.</summary>
    public static readonly TimeSpan MaxOutageTimeout = TimeSpan.FromDays(7);

    /// <summary>The character ids to fetch; at least one. <see cref="IdSet.All"/> becomes those that there are when the fan-out is started.</summary>
    public required IdSet Ids { get; init; }

    /// <summary>Ids in a batch, 1 to 1,000; null when not said: <see cref="BatchPlan"/> then chooses.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The most fetches in flight at any instant, 1 to 500; 20 when not said.</summary>
    public int MaxConcurrency { get; init; } = DefaultMaxConcurrency;

    /// <summary>What to do when ids fail; go on when not said.</summary>
    public OnFailure OnFailure { get; init; }

    /// <summary>With <see cref="OnFailure.Abort"/>: how many failures are allowed; 0 when not said.</summary>
    public long MaxFailures { get; init; }

    /// <summary>How long an upstream that is away is waited for, 0 to 7 days; null when not said: the host's setting.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? OutageTimeout { get; init; }

    /// <summary>Whether the characters are saved, for export; true when not said.</summary>
    public bool SaveCharacters { get; init; } = true;

    /// <summary>Whom to tell when the fan-out is over: an absolute https URI, or null.</summary>
    public Uri? NotifyUri { get; init; }

    /// <summary>Fields whose values the report counts, by their paths in the JSON such as <c>address.city</c>, at most 5; null when it names none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Breakdowns { get; init; }

    /// <summary>Names and values to find it by, as <see cref="CharacterFanOut.Labels"/> allows them; null when it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

[JsonConverter(typeof(EnumNameConverter<OnFailure>))]
public enum OnFailure
{
    /// <summary>Goes on: one bad id never costs the others. The default.</summary>
    Continue,

    /// <summary>Starts no new work once more ids failed than are allowed, and reports what was done.</summary>
    Abort,
}

/// <summary>What a host allows a request to ask for.</summary>
/// <param name="MaxIds">The most ids in one fan-out.</param>
/// <param name="AllowPrivateNotify">Whether <c>notifyUri</c> may be plain http and point into private networks, as on a developer's machine.</param>
/// <param name="CanNotify">Whether the host has a key to sign notices with; without one <c>notifyUri</c> is refused.</param>
public sealed record FanOutLimits(long MaxIds = FanOutLimits.DefaultMaxIds, bool AllowPrivateNotify = false, bool CanNotify = true)
{
    /// <summary>The default of <see cref="MaxIds"/>: 1,000,000.</summary>
    public const long DefaultMaxIds = 1_000_000;
}
