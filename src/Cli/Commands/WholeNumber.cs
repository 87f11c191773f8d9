using System.CommandLine;
using System.Globalization;

namespace CharacterFanOut.Cli.Commands;

/// <summary>Options that take a whole number, and say so when they are given something else.</summary>
internal static class WholeNumber
{
    /// <summary>An option; null when it was not given.</summary>
    public static Option<int?> Option(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }

            result.AddError($"{name}: '{text}' is not a whole number.");
            return null;
        },
    };
}
