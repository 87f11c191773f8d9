using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using CharacterFanOut.Cli.Client;

namespace CharacterFanOut.Cli.Commands;

/// <summary>The options that say which fan-outs are meant.</summary>
internal sealed class FilterOptions
{
    private readonly string[] statuses;
    private readonly Option<string?> status;
    private readonly Option<string[]> labels = new("--label") { Description = "Only those with this label; may be repeated: those with all of them", HelpName = "NAME[=VALUE]" };
    private readonly Option<bool> withFailures = new("--with-failures") { Description = "Only those with ids that failed" };
    private readonly Option<DateTimeOffset?> from = Time("--from", "Only those accepted at this time or later, such as 2030-01-31 or 2030-01-31T12:00");
    private readonly Option<DateTimeOffset?> to = Time("--to", "Only those accepted at this time or earlier");

    /// <param name="statuses">The statuses that they can have.</param>
    public FilterOptions(params string[] statuses)
    {
        this.statuses = statuses;
        status = new("--status") { Description = $"Only these: {string.Join(", ", statuses)}; several with commas", HelpName = "STATUS" };
        status.CompletionSources.Add(context =>
        {
            var before = context.WordToComplete[..(context.WordToComplete.LastIndexOf(',') + 1)];
            return statuses.Select(status => new CompletionItem(before + status));
        });
    }

    public IEnumerable<Symbol> All => [status, labels, withFailures, from, to];

    /// <summary>The parameters of the query; empty when nothing was said.</summary>
    public string ToQuery(ParseResult result) => string.Concat(
    [
        FanOutClient.Parameter("status", result.GetValue(status)),
        .. (result.GetValue(labels) ?? []).Select(static label => FanOutClient.Parameter("label", label)),
        FanOutClient.Parameter("withFailures", result.GetValue(withFailures) ? "true" : null),
        FanOutClient.Parameter("from", Format(result.GetValue(from))),
        FanOutClient.Parameter("to", Format(result.GetValue(to))),
    ]);

    /// <summary>What was said, for a message, such as <c> that are paused or failed</c>; empty when nothing was.</summary>
    public string Describe(ParseResult result)
    {
        return string.Concat(Words(" that are ", status)?.Replace(",", " or ", StringComparison.Ordinal), Words(" labeled ", labels), result.GetValue(withFailures) ? " with failures" : null, Words(" from ", from), Words(" to ", to));

        string? Words(string before, Option option) => result.GetResult(option)?.Tokens is { Count: > 0 } given ? before + string.Join(" and ", given.Select(static token => token.Value)) : null;
    }

    /// <summary>Refuses a command line that names fan-outs and says which are meant too, or does neither.</summary>
    public void RequireThisOr(CommandResult result, Argument argument)
    {
        var isNamed = result.GetResult(argument)?.Tokens.Count > 0;
        var isSaid = All.OfType<Option>().Any(option => result.GetResult(option) is { Implicit: false });
        if (isNamed == isSaid)
        {
            result.AddError(isNamed
                ? "Name fan-outs, or say which are meant by options such as --label, not both."
                : $"Name a fan-out, or say which are meant, such as --label team=alpha or --status {statuses[0]}.");
        }
    }

    private static string? Format(DateTimeOffset? time) => time?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time))
            {
                return time;
            }

            result.AddError($"{name}: '{text}' is not a time such as 2030-01-31 or 2030-01-31T12:00.");
            return null;
        },
    };
}
