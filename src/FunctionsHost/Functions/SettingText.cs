using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace FunctionsHost.Functions;

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
