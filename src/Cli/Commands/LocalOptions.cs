using System.CommandLine;
using System.CommandLine.Parsing;
using CharacterFanOut.Cli.Hosting;
using CharacterFanOut.Cli.Terminal;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.CommandLine;

namespace CharacterFanOut.Cli.Commands;

/// <summary>The options of a command that hosts the app in its own process.</summary>
internal sealed class LocalOptions
{
    /// <summary>The word for the sample API.</summary>
    public const string Sample = "sample";

    private const string DefaultFolder = ".fanout";

    private readonly TerminalSession terminal;
    private readonly SampleApiCommandLine sample = new("sample-");

    public LocalOptions(TerminalSession terminal)
    {
        this.terminal = terminal;
        Settings.Validators.Add(CheckSettings);
        Api.Validators.Add(CheckApi);
    }

    /// <summary>Where the task hub and the reports lie.</summary>
    public Option<string?> Data { get; } = new("--data")
    {
        Description = $"The folder for state: the task hub and the reports [default: {DefaultFolder}]",
        HelpName = "DIR",
    };

    /// <summary>The upstream.</summary>
    public Option<string?> Api { get; } = new("--api")
    {
        Description = "What is asked for characters: a URL such as https://rickandmortyapi.com/api, or sample for a stand-in on this machine [default: sample]",
        HelpName = "URL|sample",
    };

    /// <summary>Settings of the app.</summary>
    public Option<string[]> Settings { get; } = new("--set")
    {
        Description = "A setting of the app, such as FanOut:MaxIds=5000; may be repeated",
        HelpName = "KEY=VALUE",
    };

    /// <summary>Whether the host's log is shown.</summary>
    public Option<bool> Verbose { get; } = new("--verbose", "-v") { Description = "Show the host's log on standard error" };

    /// <summary>Adds all of them to a command.</summary>
    /// <param name="showsAll">
    /// Whether its help shows them all, or only the folder: a command that opens a folder goes on with what the folder's
    /// last host was told.
    /// </param>
    public void AddTo(Command command, bool showsAll = true)
    {
        Option[] options = [Data, Api, Settings, Verbose, .. sample.Options];
        foreach (var option in options)
        {
            option.Hidden = !showsAll && option != Data;
            command.Options.Add(option);
        }

        command.Validators.Add(CheckThatOneUpstreamIsMeant);
    }

    /// <summary>Whether one of them was given, that makes no sense for a host that runs elsewhere.</summary>
    public string? FirstGiven(ParseResult result)
    {
        Option[] options = [Data, Api, Settings, .. sample.Options];
        return Array.Find(options, option => Given(result, option))?.Name;
    }

    /// <summary>The folder for state.</summary>
    public string ReadFolder(ParseResult result) => Path.GetFullPath(result.GetValue(Data) ?? DefaultFolder, terminal.CurrentFolder);

    /// <summary>Reads the values.</summary>
    /// <param name="logByDefault">What is logged where nothing is said.</param>
    /// <param name="goesOn">Whether, where no upstream is named, it is the one that the folder's last host asked.</param>
    public LocalHostOptions Read(ParseResult result, LogLevel logByDefault, bool goesOn)
    {
        var folder = ReadFolder(result);
        var note = goesOn && NamesNoUpstream(result) ? HostNote.Read(folder) : null;
        var before = note is null ? null : ReadAgain(note);
        var api = note?.Api ?? result.GetValue(Api) ?? Sample;
        return new LocalHostOptions
        {
            DataFolder = folder,
            Upstream = api == Sample ? null : ReadUpstream(api),
            Sample = before ?? sample.Read(result),
            Note = new HostNote(null, api, note?.Sample ?? GivenSampleOptions(result)),
            LogLevel = result.GetValue(Verbose) ? LogLevel.Information : logByDefault,
            Settings = (result.GetValue(Settings) ?? []).ToDictionary(
                static setting => setting[..setting.IndexOf('=', StringComparison.Ordinal)],
                static setting => (string?)setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..],
                StringComparer.OrdinalIgnoreCase),
        };
    }

    /// <summary>The command that goes on with what the folder holds.</summary>
    public string ComeBack(ParseResult result) => "fanout run --resume" + (result.GetValue(Data) is { } folder ? $" {Data.Name} {Quoted(folder)}" : "");

    // For a shell that splits at spaces.
    private static string Quoted(string word) =>
        word.All(static c => char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '~') ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool Given(ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private bool NamesNoUpstream(ParseResult result) => !Given(result, Api) && !sample.Options.Any(option => Given(result, option));

    private string[] GivenSampleOptions(ParseResult result) =>
        [.. from option in sample.Options where Given(result, option) from text in result.GetResult(option)!.Tokens.Select(static token => token.Value).Prepend(option.Name) select text];

    private static SampleApiOptions? ReadAgain(HostNote note)
    {
        var again = new SampleApiCommandLine("sample-");
        var command = new RootCommand();
        foreach (var option in again.Options)
        {
            command.Options.Add(option);
        }

        var result = command.Parse([.. note.Sample]);
        return result.Errors.Count == 0 ? again.Read(result) : null;
    }

    private static Uri? ReadUpstream(string text) =>
        Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

    private static void CheckApi(OptionResult result)
    {
        if (result.GetValueOrDefault<string?>() is { } api && api != Sample && ReadUpstream(api) is null)
        {
            result.AddError($"--api: '{api}' is neither a URL such as https://rickandmortyapi.com/api nor the word sample.");
        }
    }

    private void CheckThatOneUpstreamIsMeant(CommandResult result)
    {
        if (result.GetValue(Api) is { } api && api != Sample
            && sample.Options.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } given)
        {
            result.AddError($"{given.Name} is for the sample API, and --api names another upstream: {api}. Give one of the two.");
        }
    }

    private static void CheckSettings(OptionResult result)
    {
        foreach (var setting in result.Tokens.Select(static token => token.Value).Where(static setting => setting.IndexOf('=', StringComparison.Ordinal) < 1))
        {
            result.AddError($"--set: '{setting}' is no setting. Write KEY=VALUE, such as FanOut:MaxIds=5000.");
        }
    }
}
