using System.Net;

namespace CharacterFanOut.Characters;

/// <summary>Reads the Retry-After header, in either of its forms.</summary>
internal static class RetryAfter
{
    /// <summary>The wait that a 429 or 503 asks for; null when the answer is another or does not say.</summary>
    public static TimeSpan? Of(HttpResponseMessage? response, TimeProvider time)
    {
        if (response is not { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable }
            || response.Headers.RetryAfter is not { } header)
        {
            return null;
        }

        TimeSpan? wait = header.Delta ?? (header.Date - time.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
