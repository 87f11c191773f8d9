using System.CommandLine;
using CharacterFanOut.Cli.Client;

namespace CharacterFanOut.Cli.Commands;

/// <summary>What to fetch and how: the options of a command that starts a fan-out. The host checks the values.</summary>
internal sealed class RequestOptions
{
    private const string Continue = "continue";
    private const string Abort = "abort";

    private readonly Option<int?> batchSize = WholeNumber.Option("--batch-size", "Ids in a batch, 1 to 1000 [default: by the number of ids and --max-concurrency]");
    private readonly Option<int?> maxConcurrency = WholeNumber.Option("--max-concurrency", "The most fetches in flight at any instant, 1 to 500 [default: 20]");
    private readonly Option<string?> onFailure = new("--on-failure") { Description = "What to do when ids fail: continue, or abort [default: continue]", HelpName = "continue|abort" };
    private readonly Option<int?> maxFailures = WholeNumber.Option("--max-failures", "With --on-failure abort: how many ids may fail [default: 0]");
    private readonly Option<bool> noSave = new("--no-save") { Description = "Keep the report only, not the characters" };
    private readonly Option<string?> notify = new("--notify") { Description = "Whom to tell when it is over: an https address", HelpName = "URL" };
    private readonly Option<string?> id = new("--id") { Description = "What to call the fan-out [default: the host names it]", HelpName = "ID" };

    public RequestOptions(bool idsAreOptional) => Ids = new("ids")
    {
        Description = "Character ids such as 1-99 or 1-20,42,50-60",
        HelpName = "ids",
        Arity = idsAreOptional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
    };

    /// <summary>The ids.</summary>
    public Argument<string?> Ids { get; }

    /// <summary>Adds all of them to a command.</summary>
    public void AddTo(Command command)
    {
        Choice.Restrict(onFailure, Continue, Abort);
        command.Validators.Add(result =>
        {
            if (result.GetResult(maxFailures) is { Implicit: false } && result.GetResult(onFailure)?.GetValueOrDefault<string?>() != Abort)
            {
                result.AddError($"{maxFailures.Name} has a meaning only with {onFailure.Name} {Abort}.");
            }
        });
        command.Arguments.Add(Ids);
        Option[] options = [batchSize, maxConcurrency, onFailure, maxFailures, noSave, notify, id];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads the values; what was not given is left to the host.</summary>
    public StartRequest Read(ParseResult result, string ids) => new()
    {
        Ids = ids,
        BatchSize = result.GetValue(batchSize),
        MaxConcurrency = result.GetValue(maxConcurrency),
        OnFailure = result.GetValue(onFailure),
        MaxFailures = result.GetValue(maxFailures),
        SaveCharacters = result.GetValue(noSave) ? false : null,
        NotifyUri = result.GetValue(notify),
        Id = result.GetValue(id),
    };
}
