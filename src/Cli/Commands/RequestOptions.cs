using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary>The options of a command that starts a fan-out. The host checks the values, and has the defaults.</summary>
internal sealed class RequestOptions
{
    private const string Abort = "abort";
    private const string StandardInput = "-";

    private readonly Argument<IdSet?> ids = CreateIds(ArgumentArity.ZeroOrOne);
    private readonly Option<string?> idsFile = new("--ids-file") { Description = "A file of ids: one or more a line, # begins a comment", HelpName = "FILE" };
    private readonly Option<int?> batchSize = CliCommand.WholeNumber("--batch-size", "Ids in a batch, 1 to 1000 [default: by the number of ids and --max-concurrency]");
    private readonly Option<int?> maxConcurrency = CliCommand.WholeNumber("--max-concurrency", "The most fetches in flight at any instant, 1 to 500 [default: 20]");
    private readonly Option<string?> onFailure = new("--on-failure") { Description = "What to do when ids fail: continue, or abort [default: continue]", HelpName = "continue|abort" };
    private readonly Option<int?> maxFailures = CliCommand.WholeNumber("--max-failures", "With --on-failure abort: how many ids may fail [default: 0]");
    private readonly Option<string?> outageTimeout = new("--outage-timeout")
    {
        Description = "How long an upstream that is away is waited for, such as 00:30:00 or PT30M; 0:00 fails the ids at once [default: 01:00:00]",
        HelpName = "TIME",
    };

    private readonly Option<bool> noSave = new("--no-save") { Description = "Keep the report only, not the characters" };
    private readonly Option<string?> notify = new("--notify") { Description = "An https address to notify when it is over", HelpName = "URL" };
    private readonly Option<string[]> labels = new("--label") { Description = "A label to find it by; may be repeated", HelpName = "NAME=VALUE" };
    private readonly Option<string[]> breakdowns = new("--breakdown") { Description = "A field whose values the report counts, such as address.city; may be repeated", HelpName = "FIELD" };
    private readonly Option<string?> id = new("--id") { Description = "The fan-out's id [default: chosen by the host]", HelpName = "ID" };

    public RequestOptions()
    {
        labels.Validators.Add(static result =>
        {
            foreach (var text in result.Tokens.Select(static token => token.Value))
            {
                if (!Labels.TryParse(text, out var name, out var value))
                {
                    result.AddError($"--label: '{text}' is not a label. Write NAME=VALUE, such as team=alpha.");
                }
                else if (Labels.WhatIsWrongWith(name, value) is { } wrong)
                {
                    result.AddError($"--label: {wrong}");
                }
            }
        });
        ids.Description += "; - reads them from standard input";
        onFailure.AcceptOnlyFromAmong("continue", Abort);
        maxFailures.Validators.Add(result =>
        {
            if (result.GetResult(onFailure)?.Tokens is not [{ Value: Abort }])
            {
                result.AddError($"{maxFailures.Name} requires {onFailure.Name} {Abort}.");
            }
        });
    }

    public IEnumerable<Symbol> All => [ids, idsFile, batchSize, maxConcurrency, onFailure, maxFailures, outageTimeout, noSave, notify, labels, breakdowns, id];

    /// <summary>Those of a request whose id somebody else chooses.</summary>
    public IEnumerable<Symbol> AllButId => All.Where(symbol => symbol != id);

    /// <summary>Whether somebody who knows of an outage gave the time to wait for its end.</summary>
    public bool ExpectsOutage(ParseResult result) => result.GetValue(outageTimeout) is not null;

    /// <summary>An argument that takes ids.</summary>
    public static Argument<IdSet?> CreateIds(ArgumentArity arity) => new("ids")
    {
        Description = "Character ids such as 1-99 or 1-20,42,50-60, without spaces, or all: as many as the upstream has",
        HelpName = "ids",
        Arity = arity,
        CustomParser = static result =>
        {
            var text = result.Tokens.Single().Value;
            try
            {
                return IdSet.Parse(text);
            }
            catch (IdSetFormatException e)
            {
                // An unknown option is reported as such, and the ids of standard input are read later.
                if (text is not ['-', ..])
                {
                    result.AddError($"ids: {e.Message}");
                }

                return null;
            }
        },
    };

    /// <summary>Refuses a command line without ids.</summary>
    public void RequireIds(CommandResult result)
    {
        if (result.GetResult(ids)?.Tokens is not { Count: > 0 } && result.GetResult(idsFile) is null)
        {
            result.AddError($"Name the ids to fetch, such as 1-99, or give {idsFile.Name}.");
        }
    }

    /// <summary>The ids that were given, on the command line, in a file or on standard input; null when none were.</summary>
    /// <exception cref="CliException">They cannot be read.</exception>
    public async Task<IdSet?> ReadIdsAsync(ParseResult result, TerminalSession terminal, CancellationToken cancellationToken)
    {
        var (file, ofLine) = (result.GetValue(idsFile), result.GetResult(ids)?.Tokens);
        if (file is not null && ofLine is { Count: > 0 })
        {
            throw CliException.BadInput($"Give ids or {idsFile.Name}, not both.");
        }

        if (file is not null)
        {
            try
            {
                using var reader = File.OpenText(Path.Combine(terminal.CurrentFolder, file));
                return await ReadIdsAsync(reader, file, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw CliException.BadInput($"{file} cannot be read: {e.Message}", e);
            }
        }

        if (ofLine is [{ Value: StandardInput }])
        {
            return await ReadIdsAsync(terminal.Input(), "standard input", cancellationToken);
        }

        return result.GetValue(ids);
    }

    // Ids and ranges, separated by white space, commas or line ends; # begins a comment.
    private static async Task<IdSet> ReadIdsAsync(TextReader reader, string source, CancellationToken cancellationToken)
    {
        var ranges = new List<IdRange>();
        for (var number = 1; await reader.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            var items = line.Split('#')[0].Split((char[])[' ', '\t', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
            try
            {
                ranges.AddRange(items.SelectMany(static item => IdSet.Parse(item).Ranges));
            }
            catch (IdSetFormatException e)
            {
                throw CliException.BadInput($"{source}, line {number}: {e.Message}", e);
            }
        }

        return ranges.Count > 0 ? IdSet.FromRanges(ranges) : throw CliException.BadInput($"There are no ids in {source}.");
    }

    public JsonObject Read(ParseResult result, IdSet wanted)
    {
        var body = new JsonObject { ["ids"] = wanted.ToString() };
        Add("batchSize", result.GetValue(batchSize));
        Add("maxConcurrency", result.GetValue(maxConcurrency));
        Add("onFailure", result.GetValue(onFailure));
        Add("maxFailures", result.GetValue(maxFailures));
        Add("outageTimeout", result.GetValue(outageTimeout));
        Add("saveCharacters", result.GetValue(noSave) ? false : null);
        Add("notifyUri", result.GetValue(notify));
        Add("labels", result.GetValue(labels) is { Length: > 0 } given ? new JsonObject(given.Select(ToMember).DistinctBy(static label => label.Key)) : null);
        Add("breakdowns", result.GetValue(breakdowns) is { Length: > 0 } paths ? new JsonArray([.. paths.Select(static path => JsonValue.Create(path))]) : null);
        Add("id", result.GetValue(id));
        return body;

        static KeyValuePair<string, JsonNode?> ToMember(string text) => Labels.TryParse(text, out var name, out var value) ? new(name, value) : default;

        void Add(string name, JsonNode? value)
        {
            if (value is not null)
            {
                body[name] = value;
            }
        }
    }
}
