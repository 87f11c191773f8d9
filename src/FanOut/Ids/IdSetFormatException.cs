namespace CharacterFanOut;

/// <summary>Thrown for text or JSON that does not name ids; says which token and why.</summary>
/// <param name="token">The token that was refused, as written (shortened when it is long).</param>
/// <param name="reason">Why, and what to write instead: a clause that follows the token.</param>
public sealed class IdSetFormatException(string token, string reason) : FormatException($"\"{token}\" {reason}")
{
    /// <summary>The token that was refused, as written (shortened when it is long).</summary>
    public string Token { get; } = token;

    /// <summary>Why it was refused, and what to write instead.</summary>
    public string Reason { get; } = reason;
}
