using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CharacterFanOut.Characters;

/// <summary>Fetches characters from the upstream. Made by <c>AddCharacterClient</c>; safe to share and to keep.</summary>
/// <param name="http">The client with the resilience pipeline in front.</param>
/// <param name="options">The options.</param>
/// <param name="time">The clock.</param>
public sealed class CharacterClient(HttpClient http, IOptions<CharacterApiOptions> options, TimeProvider time)
{
    /// <summary>Fetches one character. What the upstream does or fails to do is in the result and is never thrown.</summary>
    /// <param name="id">The id, one or more.</param>
    /// <param name="cancellationToken">Gives the fetch up.</param>
    /// <returns>The character, a final failure, or a wait.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="id"/> is less than one.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<CharacterResult> FetchAsync(int id, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(id, 1);

        long started = time.GetTimestamp();
        FetchTrace trace = new();
        using HttpRequestMessage request = new(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"character/{id}"));
        request.Options.Set(FetchTrace.Key, trace);

        try
        {
            using HttpResponseMessage response = await http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK
                ? await ReadAsync(response, id, started, trace, cancellationToken).ConfigureAwait(false)
                : await RefusedAsync(response, id, trace, cancellationToken).ConfigureAwait(false);
        }
        catch (BrokenCircuitException exception)
        {
            TimeSpan wait = exception.RetryAfter is { } left && left > TimeSpan.Zero ? left : options.Value.CircuitBreakDuration;
            string last = trace.LastOutcome is { } outcome ? $" (its own last request: {outcome})" : "";
            return new CharacterResult.Throttling(
                wait, ThrottlingReason.CircuitOpen, $"Character {id}: not asked for, because nearly every request to {http.BaseAddress} failed of late{last}.", trace.Attempts);
        }
        catch (TimeoutRejectedException) when (trace.RetryAfter is { } wait && wait > TimeSpan.Zero)
        {
            return Wait(id, wait, trace);
        }
        catch (TimeoutRejectedException exception)
        {
            return Failed(FailureKind.Timeout, id, $"no answer from {Url(id)} within {Seconds(exception.Timeout)}", trace);
        }
        catch (HttpRequestException exception) when (Failures.IsOversized(exception))
        {
            return Failed(FailureKind.Malformed, id, $"the answer of {Url(id)} is larger than {options.Value.MaxResponseBytes} bytes", trace);
        }
        catch (HttpRequestException exception)
        {
            return Failed(FailureKind.Network, id, $"{Url(id)} could not be reached: {Failures.Describe(exception)}", trace);
        }
    }

    private async Task<CharacterResult> ReadAsync(
        HttpResponseMessage response, int id, long started, FetchTrace trace, CancellationToken cancellationToken)
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);

        try
        {
            Character? character = await JsonSerializer
                .DeserializeAsync(body, CharacterJsonContext.Default.Character, cancellationToken).ConfigureAwait(false);

            return character switch
            {
                null => Failed(FailureKind.Malformed, id, $"{Url(id)} answered null", trace),
                { Id: var other } when other != id => Failed(FailureKind.Malformed, id, $"{Url(id)} answered with character {other}", trace),
                _ => new CharacterResult.Fetched(character, time.GetElapsedTime(started), trace.Attempts),
            };
        }
        catch (JsonException exception)
        {
            string text = await TextAsync(response, cancellationToken).ConfigureAwait(false);
            return Failed(
                FailureKind.Malformed, id, $"{Url(id)} answered something else than a character: {text} ({exception.Message.TrimEnd('.')})", trace);
        }
    }

    private async Task<CharacterResult> RefusedAsync(
        HttpResponseMessage response, int id, FetchTrace trace, CancellationToken cancellationToken)
    {
        if (trace.RetryAfter is { } wait && wait > TimeSpan.Zero
            && (response.StatusCode == HttpStatusCode.TooManyRequests || wait > options.Value.MaxRetryAfter))
        {
            return Wait(id, wait, trace);
        }

        FailureKind kind = response.StatusCode switch
        {
            HttpStatusCode.NotFound => FailureKind.NotFound,
            HttpStatusCode.TooManyRequests => FailureKind.Throttled,
            HttpStatusCode.RequestTimeout => FailureKind.Timeout,
            _ => FailureKind.Upstream,
        };
        if (kind == FailureKind.NotFound)
        {
            // The commonest of refusals, and the kind says it all: no word of the body, which is a page of HTML with some APIs.
            return new CharacterResult.Failed(kind, $"Character {id}: {Url(id)} answered 404.", trace.Attempts);
        }

        string said = response.Headers.Location is { } location
            ? $"a redirect to {location}, which is not followed: set {CharacterApiOptions.SectionName}:{nameof(CharacterApiOptions.BaseAddress)} to where the API is"
            : await TextAsync(response, cancellationToken).ConfigureAwait(false);
        return Failed(kind, id, string.Create(CultureInfo.InvariantCulture, $"{Url(id)} answered {(int)response.StatusCode} and {said}"), trace);
    }

    // As UTF-8 whatever the Content-Type claims: an unknown charset must not become an exception.
    private static async Task<string> TextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        body.Position = 0;
        using StreamReader reader = new(body);
        return Failures.Excerpt(await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false));
    }

    private CharacterResult.Throttling Wait(int id, TimeSpan wait, FetchTrace trace) => new(
        wait, ThrottlingReason.Upstream, $"Character {id}: {Url(id)} asks to be left alone for {Seconds(wait)}.", trace.Attempts);

    private static CharacterResult.Failed Failed(FailureKind kind, int id, string what, FetchTrace trace) => new(
        kind, $"Character {id}: {what}, {(trace.Attempts == 1 ? "at the only attempt" : $"after {trace.Attempts} attempts")}.", trace.Attempts);

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    private Uri Url(int id) => new(http.BaseAddress!, string.Create(CultureInfo.InvariantCulture, $"character/{id}"));
}
