using System.CommandLine;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

internal sealed class ExportCommand : HostCommand
{
    private static readonly string[] Formats = ["json", "ndjson", "csv", "parquet"];

    private readonly FanOutArgument fanOut;
    private readonly Option<bool> failures = new("--failures") { Description = "The ids that failed and why, instead of the characters" };
    private readonly Option<bool> withRetries = new("--with-retries") { Description = "With what the fan-out's retries fetched, as one" };
    private readonly Option<bool> bom = new("--bom") { Description = "With CSV: begin with a byte order mark, so that Excel reads it as UTF-8" };
    private readonly Option<string?> ids = new("--ids") { Description = "Only these, such as 1-5,9", HelpName = "IDS" };
    private readonly Option<string?> fields = new("--fields") { Description = "Only these fields, such as id,name,location.name", HelpName = "FIELDS" };
    private readonly Option<string?> output = new("--output", "-o") { Description = "The file to write [default: standard output]", HelpName = "FILE" };
    private readonly Option<string?> format = new("--format", "-f")
    {
        Description = "json, ndjson, csv or parquet [default: by the name of --output, else json]",
        HelpName = "FORMAT",
    };

    public ExportCommand(TerminalSession terminal)
        : base(
            terminal, HostUse.Look, "export", "Write the characters of a fan-out, in id order, also while it runs",
            ("fanout export -o characters.csv", "of the newest, into a file"),
            ("fanout export ID --format ndjson | jq -r .name", "line by line"),
            ("fanout export ID --with-retries -o all.csv", "of the fan-out and its retries"),
            ("fanout export ID --ids 1-99 --fields id,name -f csv", "a part of them"),
            ("fanout export ID --failures -f csv", "what failed, and why"))
    {
        fanOut = new(Host, isOptional: true);
        format.AcceptOnlyFromAmong(Formats);
        Json.Description = "The same as --format json";
        Validators.Add(result =>
        {
            if (result.GetValue(Json) && result.GetResult(format)?.Tokens is [{ Value: not "json" and var other }])
            {
                result.AddError($"--json: the format is {other} already. Use one of the two.");
            }

            if (result.GetValue(withRetries) && result.GetValue(failures))
            {
                result.AddError($"{withRetries.Name} is about characters. Export the failures of each retry by its id; fanout status lists them.");
            }
        });
        Validators.Add(result =>
        {
            foreach (var option in (Option<string?>[])[ids, fields])
            {
                if (result.GetValue(failures) && result.GetValue(option) is not null)
                {
                    result.AddError($"{option.Name}: failures are exported whole. Leave out {option.Name} or --failures.");
                }
            }
        });
        Define(RunAsync, fanOut, ids, fields, format, output, failures, withRetries, bom);
    }

    private async Task<int> RunAsync(ParseResult result, HostSession session)
    {
        var file = result.GetValue(output) is { } name ? Path.GetFullPath(name, Terminal.CurrentFolder) : null;
        var chosen = (result.GetValue(Json) ? Formats[0] : result.GetValue(format)) ?? Array.Find(Formats, known => $".{known}".Equals(Path.GetExtension(file), StringComparison.OrdinalIgnoreCase)) ?? Formats[0];
        if (result.GetValue(bom) && chosen != "csv")
        {
            throw CliException.BadInput($"--bom: only CSV has a byte order mark, and the format is {chosen}. Use --format csv.");
        }

        var id = await fanOut.GetIdAsync(result, session, Interrupted);
        var state = session.IsReadOnly ? await session.Client.FindAsync(id, Interrupted) : null;
        var what = result.GetValue(failures) ? "failures" : "characters";
        using var response = await session.Client.ExportAsync(
            id,
            $"{what}?format={chosen}{(result.GetValue(bom) ? "&bom=true" : "")}{(result.GetValue(withRetries) ? "&withRetries=true" : "")}{FanOutClient.Parameter("ids", result.GetValue(ids))}{FanOutClient.Parameter("fields", result.GetValue(fields))}",
            Interrupted);
        if (file is null)
        {
            await using var stream = Terminal.OpenOutput();
            await CopyAsync(response, stream, session.Client.Host);
        }
        else
        {
            await WriteAsync(response, file, session.Client.Host);
            await Terminal.WriteMessageAsync($"Wrote {file}, {ProgressText.Number(new FileInfo(file).Length)} bytes.");
        }

        await TellStoppedAsync(session, state);
        return ExitCodes.Success;
    }

    private async Task WriteAsync(HttpResponseMessage response, string file, Uri host)
    {
        if (Directory.Exists(file))
        {
            throw CliException.BadInput($"--output: {file} is a folder. Name a file.");
        }

        // Until the export is complete, an older file stays. An empty one has nothing to lose, and may be a device or a pipe.
        var target = new FileInfo(file).LinkTarget is null ? file : File.ResolveLinkTarget(file, returnFinalTarget: true)!.FullName;
        var side = File.Exists(target) && new FileInfo(target).Length == 0 ? target : $"{target}.{Environment.ProcessId}.partial";
        try
        {
            await using (var stream = new FileStream(side, FileMode.Create, FileAccess.Write))
            {
                await CopyAsync(response, stream, host);
            }

            File.Move(side, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"--output: cannot write {file}: {e.Message.TrimEnd('.')}.", e);
        }
        finally
        {
            if (side != target)
            {
                File.Delete(side);
            }
        }
    }

    private async Task CopyAsync(HttpResponseMessage response, Stream target, Uri host)
    {
        try
        {
            await response.Content.CopyToAsync(target, Interrupted);
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException)
        {
            throw CliException.Unreachable($"The host at {host} broke off in the middle of the export: {FanOutClient.Describe(e)}. The export is incomplete.", e);
        }
    }
}
