namespace CharacterFanOut.Functions.OpenApi;

/// <summary>What an HTTP function does, for the OpenAPI document.</summary>
/// <param name="summary">One sentence.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ApiOperationAttribute(string summary) : Attribute
{
    /// <summary>One sentence.</summary>
    public string Summary { get; } = summary;

    /// <summary>What its body is, as JSON; null when it reads none.</summary>
    public Type? Body { get; set; }
}
