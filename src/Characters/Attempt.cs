using System.Net;

namespace CharacterFanOut.Characters;

/// <summary>What came of one request: a character, or why there is none. Whatever the upstream did, it is a value and not an exception.</summary>
internal sealed record Attempt
{
    public Item? Item { get; init; }

    /// <summary>How many characters there are; null when the request was not about that, or failed.</summary>
    public int? Count { get; init; }

    /// <summary>What the failure counts as when it is final.</summary>
    public FailureKind Kind { get; init; }

    /// <summary>The status; null when there was no answer.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>What happened, to be read after the address: <c>answered 500</c>.</summary>
    public required string Text { get; init; }

    /// <summary>More of the same, which may be about this id alone: <c> and 'no such thing'</c>; mostly empty.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What the answer says about when to come back.</summary>
    public RetryAfter RetryAfter { get; init; }

    /// <summary>Whether another request may fare better.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether the upstream looks to be away, for every id and not just this one.</summary>
    public bool IsOutage { get; init; }

    /// <summary>Whether the upstream asks to be left alone, and is not weak.</summary>
    public bool IsThrottled => Status == HttpStatusCode.TooManyRequests;

    public override string ToString() => Text;
}
