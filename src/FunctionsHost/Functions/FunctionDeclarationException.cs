namespace FunctionsHost;

/// <summary>Functions are misdeclared, so that the host cannot start.</summary>
/// <param name="problems">What is wrong, one sentence each, naming the function and the fix.</param>
public sealed class FunctionDeclarationException(IReadOnlyList<string> problems)
    : InvalidOperationException($"The functions cannot be loaded:{Environment.NewLine}- {string.Join(Environment.NewLine + "- ", problems)}")
{
    /// <summary>What is wrong, one sentence each, naming the function and the fix.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
