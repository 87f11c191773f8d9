namespace CharacterFanOut.Functions.OpenApi;

/// <summary>What an HTTP function does, for the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ApiOperationAttribute(string summary) : Attribute
{
    public string Summary { get; } = summary;

    /// <summary>What its body is, as JSON; null when it reads none.</summary>
    public Type? Body { get; set; }
}

/// <summary>A query parameter or header that an HTTP function reads, for the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ApiParameterAttribute(string name, string description) : Attribute
{
    public string Name { get; } = name;
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

/// <summary>An answer that an HTTP function gives, for the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ApiAnswerAttribute(int status, string description) : Attribute
{
    public int Status { get; } = status;
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
