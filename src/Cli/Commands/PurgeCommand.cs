using System.CommandLine;
using System.Text.Json;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>fanout purge</c>: deletes fan-outs that are over, their results with them.</summary>
internal sealed class PurgeCommand : CliCommand
{
    private readonly SessionOptions where;
    private readonly JsonOption json = new();
    private readonly Argument<string[]> ids = new("id") { Description = "The fan-outs, as fanout list shows them", Arity = ArgumentArity.OneOrMore };

    public PurgeCommand(TerminalSession terminal)
        : base(
            terminal, "purge", "Delete fan-outs that are over, their results with them",
            ("fanout purge ID", "prints the id of what is gone"),
            ("fanout purge $(fanout list --status canceled --json | jq -r .fanOuts[].id)", "all that were cancelled"))
    {
        where = new(terminal);
        ids.CompletionSources.Add(new KnownFanOuts(where, "completed,aborted,canceled,failed").Complete);
        Arguments.Add(ids);
        where.AddTo(this, canHost: true);
        Options.Add(json.Option);
        SetAction((result, _) => RunAsync(result));
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        await using var session = await where.OpenAsync(result);
        var purged = new List<string>();
        try
        {
            foreach (var id in result.GetValue(ids)!)
            {
                await session.Client.PurgeAsync(id, Interrupted);
                purged.Add(id);
            }
        }
        finally
        {
            // Also when one of them could not be: what is gone is gone.
            if (json.IsGiven(result))
            {
                await Terminal.Output.WriteLineAsync(JsonSerializer.Serialize(new PurgedFanOuts(purged), ClientJsonContext.Default.PurgedFanOuts));
            }
            else
            {
                purged.ForEach(Terminal.Output.WriteLine);
            }
        }

        return ExitCodes.Success;
    }
}
