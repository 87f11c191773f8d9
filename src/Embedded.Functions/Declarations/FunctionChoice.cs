using Microsoft.Extensions.Configuration;

namespace EmbeddedFunctions.Declarations;

/// <summary>
/// Chooses the functions that run, as the Functions host does: those that host.json names under <c>functions</c>, or all,
/// without those that a setting <c>AzureWebJobs.{function}.Disabled</c> switches off.
/// </summary>
internal static class FunctionChoice
{
    /// <exception cref="InvalidOperationException">host.json names a function that there is not.</exception>
    public static IReadOnlyList<FunctionDescriptor> Of(IReadOnlyList<FunctionDescriptor> functions, IConfiguration configuration, IConfiguration hostJson)
    {
        var named = hostJson.GetSection("functions").GetChildren().Select(child => child.Value).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (named.FirstOrDefault(name => !functions.Any(function => Is(function, name))) is { } nobody)
        {
            throw new InvalidOperationException($"host.json names the function '{nobody}' under \"functions\", and there is none: correct the name or take it out.");
        }

        return [.. functions.Where(function => (named.Count == 0 || named.Contains(function.Name)) && !IsDisabled(function.Name, configuration))];
    }

    private static bool Is(FunctionDescriptor function, string name) => string.Equals(function.Name, name, StringComparison.OrdinalIgnoreCase);

    private static bool IsDisabled(string function, IConfiguration configuration)
        => (configuration[$"AzureWebJobs.{function}.Disabled"] ?? configuration[$"AzureWebJobs:{function}:Disabled"]) is { } text
            && (text == "1" || string.Equals(text, "true", StringComparison.OrdinalIgnoreCase));
}
