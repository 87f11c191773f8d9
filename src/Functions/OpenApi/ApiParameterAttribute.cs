namespace CharacterFanOut.Functions.OpenApi;

/// <summary>A query parameter or header that an HTTP function reads, for the OpenAPI document.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it says.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ApiParameterAttribute(string name, string description) : Attribute
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>What it says.</summary>
    public string Description { get; } = description;

    /// <summary>Whether it is a header; else it is in the query.</summary>
    public bool Header { get; set; }

    /// <summary>Whether there is no answer without it.</summary>
    public bool Required { get; set; }

    /// <summary>What it can be, with commas between; empty: anything.</summary>
    public string OneOf { get; set; } = "";

    /// <summary>The least that it can be, when it is a whole number; else -1.</summary>
    public long Least { get; set; } = -1;

    /// <summary>The most that it can be, when it is a whole number with a bound; else -1.</summary>
    public long Most { get; set; } = -1;
}

/// <summary>Says that an HTTP function reads the parameters by which fan-outs are asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ApiFilterAttribute : Attribute;
