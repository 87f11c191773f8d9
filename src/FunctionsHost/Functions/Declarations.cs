using System.Text.RegularExpressions;
using FunctionsHost.Timers;
using Microsoft.AspNetCore.Routing.Patterns;

namespace FunctionsHost.Functions;

/// <summary>How an HTTP function is reached.</summary>
/// <param name="Level">Which key opens it.</param>
/// <param name="Methods">The methods, in upper case; none for any.</param>
/// <param name="Template">The route with its prefix, without a leading slash.</param>
/// <param name="Pattern">The route, parsed.</param>
internal sealed record HttpDeclaration(AuthorizationLevel Level, IReadOnlyList<string> Methods, string Template, RoutePattern Pattern);

/// <summary>When a timer function runs.</summary>
/// <param name="Schedule">Its occurrences.</param>
/// <param name="RunOnStartup">Whether it runs at every start of the host.</param>
/// <param name="UseMonitor">Whether its status is kept across restarts.</param>
/// <param name="Retry">How a failed run is tried again; null when it is not.</param>
internal sealed record TimerDeclaration(TimerSchedule Schedule, bool RunOnStartup, bool UseMonitor, TimerRetry? Retry);

/// <summary>A function with what the host has understood of its trigger.</summary>
/// <param name="Definition">The function.</param>
/// <param name="Http">How it is reached; null for other triggers.</param>
/// <param name="Timer">When it runs; null for other triggers.</param>
internal sealed record DeclaredFunction(FunctionDefinition Definition, HttpDeclaration? Http, TimerDeclaration? Timer)
{
    public string Name => Definition.Name;
}

/// <summary>Puts settings in the place of <c>%name%</c>.</summary>
internal sealed partial class SettingText(IConfiguration configuration)
{
    /// <summary>The text with its settings filled in.</summary>
    /// <exception cref="FormatException">A setting is missing; the message names it.</exception>
    public string Expand(string text)
        => !text.Contains('%', StringComparison.Ordinal) ? text : Reference().Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            return configuration[name.Replace("__", ":", StringComparison.Ordinal)]
                ?? throw new FormatException($"the setting '{name}' in '{text}' is not set: add it to Values in local.settings.json or to the environment");
        });

    [GeneratedRegex("%([^%]+)%", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
