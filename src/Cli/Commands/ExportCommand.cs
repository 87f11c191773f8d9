using System.CommandLine;
using CharacterFanOut.Cli.Display;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>fanout export</c>: the characters, or the failures, of a fan-out.</summary>
internal sealed class ExportCommand : CliCommand
{
    private static readonly string[] Formats = ["json", "ndjson", "csv"];

    private readonly FanOutArgument fanOut;
    private readonly SessionOptions where;
    private readonly Option<bool> failures = new("--failures") { Description = "The ids that failed and why, instead of the characters" };
    private readonly Option<string?> format = new("--format", "-f")
    {
        Description = "json, ndjson or csv [default: by the name of --output, else json]",
        HelpName = "FORMAT",
    };

    private readonly Option<bool> json = new("--json") { Description = "The same as --format json" };
    private readonly Option<string?> output = new("--output", "-o") { Description = "The file to write [default: standard output]", HelpName = "FILE" };

    public ExportCommand(TerminalSession terminal)
        : base(
            terminal, "export", "Write the characters of a fan-out, in id order, also while it runs",
            ("fanout export -o characters.csv", "of the newest, into a file"),
            ("fanout export ID --format ndjson | jq -r .name", "line by line"),
            ("fanout export ID --failures -f csv", "what failed, and why"))
    {
        where = new(terminal);
        fanOut = new(isOptional: true, new(where));
        Choice.Restrict(format, Formats);
        Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(format) is { } other && other != Formats[0])
            {
                result.AddError($"--json: the format is {other} already. Give one of the two.");
            }
        });
        Arguments.Add(fanOut.Id);
        Options.Add(format);
        Options.Add(output);
        Options.Add(failures);
        Options.Add(json);
        where.AddTo(this, canHost: true);
        SetAction((result, _) => RunAsync(result));
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        var file = result.GetValue(output) is { } name ? Path.GetFullPath(name, Terminal.CurrentFolder) : null;
        var asked = (result.GetValue(json) ? Formats[0] : result.GetValue(format)) ?? Array.Find(Formats, known => Path.GetExtension(file) == $".{known}") ?? Formats[0];
        await using var session = await where.OpenAsync(result);
        var id = await fanOut.ReadAsync(result, session, Interrupted);
        await session.Client.ExportAsync(id, result.GetValue(failures) ? "failures" : "characters", asked, () => OpenTarget(file), Interrupted);
        if (file is not null)
        {
            await Terminal.SayAsync($"Wrote {file}, {ProgressText.Number(new FileInfo(file).Length)} bytes.");
        }

        return ExitCodes.Success;
    }

    private Stream OpenTarget(string? file)
    {
        if (Directory.Exists(file))
        {
            throw CliException.BadInput($"--output: {file} is a folder. Name a file.");
        }

        try
        {
            if (file is not null)
            {
                return File.Create(file);
            }

            return Terminal.OpenOutput();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"--output: cannot write {file}: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
