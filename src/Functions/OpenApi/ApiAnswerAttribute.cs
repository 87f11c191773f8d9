namespace CharacterFanOut.Functions.OpenApi;

/// <summary>An answer that an HTTP function gives, for the OpenAPI document.</summary>
/// <param name="status">Its status.</param>
/// <param name="description">When it is given.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ApiAnswerAttribute(int status, string description) : Attribute
{
    /// <summary>Its status.</summary>
    public int Status { get; } = status;

    /// <summary>When it is given.</summary>
    public string Description { get; } = description;

    /// <summary>What its JSON is; null: nothing, or for 4xx and 5xx a problem.</summary>
    public Type? Json { get; set; }

    /// <summary>Whether a 4xx or 5xx has problem details as its body, as all but the host's own have.</summary>
    public bool Problem { get; set; } = true;

    /// <summary>Further media types that it can have, with commas between.</summary>
    public string Also { get; set; } = "";

    /// <summary>Headers that it has, with commas between.</summary>
    public string Headers { get; set; } = "";
}
