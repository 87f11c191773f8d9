using System.CommandLine;
using System.CommandLine.Completions;
using CharacterFanOut.Cli.Display;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>fanout list</c>: the fan-outs of a host, newest first.</summary>
internal sealed class ListCommand : CliCommand
{
    private const int DefaultTop = 20;

    private static readonly string[] Statuses = ["pending", "running", "paused", "completed", "aborted", "canceled", "failed"];

    private readonly SessionOptions where;
    private readonly JsonOption json = new();
    private readonly Option<int?> top = WholeNumber.Option("--top", $"At most so many [default: {DefaultTop}]");
    private readonly Option<string?> continuation = new("--continuation") { Description = "Go on where the page before ended", HelpName = "TOKEN" };
    private readonly Option<string?> status = new("--status")
    {
        Description = $"Only these: {string.Join(", ", Statuses)}; several with commas",
        HelpName = "STATUS",
    };

    public ListCommand(TerminalSession terminal)
        : base(
            terminal, "list", "List the fan-outs, newest first",
            ("fanout list", "the newest 20"),
            ("fanout list --status running,paused", "those that are not over"),
            ("fanout list --json | jq -r .fanOuts[].id", "for a script"))
    {
        where = new(terminal);
        status.CompletionSources.Add(static context =>
        {
            var before = context.WordToComplete[..(context.WordToComplete.LastIndexOf(',') + 1)];
            return Statuses.Select(status => new CompletionItem(before + status));
        });
        Options.Add(status);
        Options.Add(top);
        Options.Add(continuation);
        where.AddTo(this, canHost: true);
        Options.Add(json.Option);
        SetAction((result, _) => RunAsync(result));
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        await using var session = await where.OpenAsync(result);
        var (page, text) = await session.Client.ListAsync(
            result.GetValue(status), result.GetValue(top) ?? DefaultTop, result.GetValue(continuation), Interrupted);
        if (json.IsGiven(result))
        {
            await Terminal.Output.WriteLineAsync(text);
            return ExitCodes.Success;
        }

        if (page.FanOuts.Count == 0)
        {
            await Terminal.SayAsync(result.GetValue(status) is { } only ? $"There are no fan-outs that are {only.Replace(",", " or ", StringComparison.Ordinal)}." : session.NoFanOuts);
            return ExitCodes.Success;
        }

        Terminal.Results.Value.Write(StatusView.Of(page.FanOuts, Terminal.Time));
        if (page.Continuation is { } next)
        {
            await Terminal.SayAsync($"There are more: add --continuation {next}");
        }

        return ExitCodes.Success;
    }
}
