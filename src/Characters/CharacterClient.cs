using System.Globalization;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace CharacterFanOut.Characters;

/// <summary>Fetches characters from the upstream. Made by <c>AddCharacterClient</c>; safe to share and to keep.</summary>
public sealed class CharacterClient
{
    private readonly AttemptSender sender;
    private readonly ResiliencePipeline<Attempt> pipeline;
    private readonly CharacterApiOptions options;
    private readonly TimeProvider time;
    private readonly UpstreamAddress address;

    // The last failure of any request, for a fetch that finds the circuit open and has none of its own.
    private volatile Attempt? lastFailure;

    internal CharacterClient(HttpClient http, ResiliencePipeline<Attempt> pipeline, IOptions<CharacterApiOptions> options, TimeProvider time)
    {
        (this.pipeline, this.options, this.time) = (pipeline, options.Value, time);
        sender = new AttemptSender(http, this.options, time);
        address = this.options.Address;
        Upstream = this.options.Upstream;
    }

    /// <summary>Which upstream is asked: <see cref="CharacterApiOptions.Upstream"/>.</summary>
    public string Upstream { get; }

    /// <summary>Fetches one character. What the upstream does or fails to do is in the result and is never thrown.</summary>
    /// <param name="id">The id, one or more.</param>
    /// <param name="attempts">The requests made for it before, when the rate limit put it off; their answers were failures.</param>
    /// <returns>The character, a final failure, or an upstream that cannot be asked now.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="id"/> is less than one.</exception>
    public async Task<FetchOutcome<Item>> FetchAsync(int id, int attempts = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(id, 1);

        return await RunAsync(new(id, cancellationToken) { Attempts = attempts }).ConfigureAwait(false);
    }

    /// <summary>Asks how many characters there are, which have the ids from 1 to that number.</summary>
    /// <exception cref="UpstreamException">The upstream does not say.</exception>
    public async Task<int> CountAsync(CancellationToken cancellationToken = default)
    {
        if (address.List is null)
        {
            throw new UpstreamException($"How many items {address.Shown()} has is not known: name the ids.", isFinal: true);
        }

        Fetch fetch = new(AttemptSender.List, cancellationToken);
        FetchOutcome<Item> outcome = await RunAsync(fetch).ConfigureAwait(false);
        return fetch.Last?.Count
            ?? throw new UpstreamException($"How many characters there are is not known: {outcome.Unavailable?.Message ?? outcome.Failure?.Message}");
    }

    private async Task<FetchOutcome<Item>> RunAsync(Fetch fetch)
    {
        CancellationToken cancellationToken = fetch.CallerToken;
        try
        {
            Attempt attempt = await pipeline.ExecuteAsync(
                static (state, token) => state.Client.AttemptAsync(state.Fetch, token), (Client: this, Fetch: fetch), cancellationToken).ConfigureAwait(false);
            return attempt.Item is { } item
                ? new() { Id = fetch.Id, Character = item, Elapsed = time.GetElapsedTime(fetch.Started!.Value), Attempts = fetch.Attempts }
                : Outcome(fetch, attempt);
        }
        catch (BrokenCircuitException exception)
        {
            return CircuitOpen(fetch, exception);
        }
        catch (RateLimiterRejectedException exception)
        {
            // A retry that is put off is made later, but not without end.
            return fetch.Last is { } last && fetch.Attempts > options.RetryCount ? Outcome(fetch, last) : RateLimited(fetch, exception);
        }
        catch (TimeoutRejectedException exception)
        {
            // The total timeout may end a wait between two attempts: then it is the last answer that says what is wrong.
            return Outcome(fetch, fetch.Last ?? NoAnswer(exception.Timeout));
        }
    }

    private async ValueTask<Attempt> AttemptAsync(Fetch fetch, CancellationToken cancellationToken)
    {
        fetch.Started ??= time.GetTimestamp();
        fetch.Attempts++;
        fetch.Last = null;
        try
        {
            Attempt attempt = await sender.SendAsync(fetch.Id, fetch.CallerToken, cancellationToken).ConfigureAwait(false);
            fetch.CallerToken.ThrowIfCancellationRequested();
            if (attempt.IsTransient)
            {
                lastFailure = attempt;
            }

            return fetch.Last = attempt;
        }
        catch (OperationCanceledException) when (!fetch.CallerToken.IsCancellationRequested)
        {
            lastFailure = NoAnswer(options.AttemptTimeout);
            throw;
        }
    }

    private FetchOutcome<Item> Outcome(Fetch fetch, Attempt attempt)
    {
        TimeSpan wait = attempt.RetryAfter.Wait;
        if (attempt.IsThrottled || (attempt.IsTransient && wait > options.MaxRetryAfter))
        {
            return Unavailable(WaitReason.Throttled, attempt, wait, $"{address.Shown()} {attempt.Text}{WaitText(attempt.RetryAfter)}.", fetch);
        }

        if (attempt.IsOutage)
        {
            return Unavailable(WaitReason.Unreachable, attempt, wait, $"{address.Shown()} {attempt.Text}.", fetch);
        }

        string attempts = attempt.Kind == FailureKind.NotFound ? ""
            : fetch.Attempts == 1 ? ", at the only attempt"
            : $", after {fetch.Attempts} attempts";
        (string subject, string where) = fetch.Id == AttemptSender.List ? ("", $"{address.List}") : ($"{(options.Shape == ItemShape.Any ? "Item" : "Character")} {fetch.Id}: ", address.Shown(fetch.Id));
        string message = $"{subject}{where} {attempt.Text}{attempt.Detail}{attempts}.";
        return new FetchFailure(fetch.Id, attempt.Kind, message, fetch.Attempts).ToOutcome<Item>();
    }

    private FetchOutcome<Item> RateLimited(Fetch fetch, RateLimiterRejectedException exception) => new()
    {
        Id = fetch.Id,
        Attempts = fetch.Attempts,
        Unavailable = new(
            WaitReason.RateLimited,
            exception.RetryAfter ?? options.MaxRetryAfter,
            FailureKind.Throttled,
            $"This host sends {options.Rate} to {address.Shown()} and no more, because {CharacterApiOptions.SectionName}:{nameof(options.Rate)} says so."),
    };

    private FetchOutcome<Item> CircuitOpen(Fetch fetch, BrokenCircuitException exception)
    {
        // A circuit opens only after failures, so there is a last one.
        Attempt last = fetch.Last ?? lastFailure!;
        return Unavailable(
            last.Kind == FailureKind.Timeout ? WaitReason.Slow : WaitReason.Unreachable,
            last,
            exception.RetryAfter ?? TimeSpan.Zero,
            $"{address.Shown()} is not asked for now, because nearly every request to it failed; the last one: it {last.Text}.",
            fetch);
    }

    private FetchOutcome<Item> Unavailable(WaitReason reason, Attempt last, TimeSpan wait, string message, Fetch fetch) => new()
    {
        Id = fetch.Id,
        Unavailable = new(
            reason, wait > TimeSpan.Zero ? wait : options.CircuitBreakDuration, reason == WaitReason.Throttled ? FailureKind.Throttled : last.Kind, message),
        Attempts = fetch.Attempts,
    };

    private static string WaitText(RetryAfter retryAfter) => retryAfter.State switch
    {
        RetryAfterState.Absent => " and does not say for how long to wait",
        RetryAfterState.Unreadable => $" with a Retry-After that cannot be read, {MessageText.Excerpt(retryAfter.Raw)}",
        RetryAfterState.OutOfRange => $" and asks for a wait of more than 24 h, Retry-After {MessageText.Excerpt(retryAfter.Raw)}",
        _ => $" and asks for a wait of {Seconds(retryAfter.Wait)}",
    };

    private static Attempt NoAnswer(TimeSpan timeout) =>
        new() { Kind = FailureKind.Timeout, Text = $"did not answer within {Seconds(timeout)}", IsTransient = true };

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    /// <summary>One fetch so far.</summary>
    private sealed class Fetch(int id, CancellationToken callerToken)
    {
        public int Id => id;
        public CancellationToken CallerToken => callerToken;

        /// <summary>When the first request was sent, which the time taken counts from: waiting for a permit is not the upstream's doing.</summary>
        public long? Started { get; set; }
        public int Attempts { get; set; }

        /// <summary>How the last request ended; null while one is on its way, and when it was not answered in time.</summary>
        public Attempt? Last { get; set; }
    }
}

/// <summary>An upstream that cannot say how many characters it has, or has too many; the message is for people.</summary>
/// <param name="message">What is wrong.</param>
public sealed class UpstreamException(string message, bool isFinal = false) : Exception(message)
{
    /// <summary>Whether it stays wrong however often it is tried.</summary>
    public bool IsFinal => isFinal;
}
