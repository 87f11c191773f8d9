namespace CharacterFanOut.EndToEnd.BlackBox;

/// <summary>A request that an operation of the OpenAPI document is tried with.</summary>
/// <param name="Operation">The operation's id.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path and query, from the document's server on.</param>
/// <param name="Body">The body; null: none.</param>
/// <param name="MediaType">What the body is.</param>
/// <param name="Header">A header.</param>
internal sealed record ApiCall(
    string Operation, string Method, string Path, string? Body = null, string MediaType = "application/json", (string Name, string Value)? Header = null);
