using Microsoft.AspNetCore.Http;

namespace CharacterFanOut.Functions.Http;

/// <summary>The header by which a request that is sent twice starts one fan-out.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 255;

    /// <summary>The key, empty when there is none; or the answer to one that is too long.</summary>
    public static (string Key, IResult? Refusal) Read(HttpRequest request)
    {
        var key = request.Headers[Header].ToString();
        return (key, key.Length > MaxLength ? Problems.Invalid(Header, $"It is longer than {MaxLength} characters.") : null);
    }

    /// <summary>The answer to a key that was used before.</summary>
    public static IResult Used() => Problems.Conflict(
        $"This {Header} was used for another request.", "Use a new key for a new request, and the same key for the same request only.");
}
