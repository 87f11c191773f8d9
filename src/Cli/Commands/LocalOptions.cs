using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CharacterFanOut.Cli.Hosting;
using CharacterFanOut.Cli.Terminal;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.CommandLine;
using CharacterFanOut.SampleApi.Faults;

namespace CharacterFanOut.Cli.Commands;

internal sealed class LocalOptions
{
    private const string Sample = HostNote.SampleApi;
    private const string Any = "any";
    private const string DefaultFolder = ".fanout";

    private readonly TerminalSession terminal;
    private readonly SampleApiCommandLine sample = new("sample-");
    private readonly Option<bool> verbose = new("--verbose", "-v") { Description = "Show the host's log on standard error" };
    private readonly Option<string?> api = new("--api")
    {
        Description = "The upstream: a URL such as https://rickandmortyapi.com/api, one with {id} in it such as https://host/items/{id}, or sample for a sample API on this machine [default: sample]",
        HelpName = "URL|sample",
    };

    private readonly Option<string?> shape = new("--shape") { Description = "What answers are: characters, which are checked, or any JSON, kept as it comes [default: character]", HelpName = "character|any" };
    private readonly Option<string?> rate = new("--rate")
    {
        Description = "How many requests the upstream is sent, by all fan-outs together, such as 50/s or 10000/d [default: no limit]",
        HelpName = "N/s|m|h|d",
    };

    private readonly Option<int?> maxConcurrency = new("--upstream-max-concurrency")
    {
        Description = "How many fetches may be under way, of all fan-outs together [default: 1024]",
        HelpName = "N",
    };

    private readonly Option<string[]> settings = new("--set")
    {
        Description = "A setting of the app, such as FanOut:MaxIds=5000; may be repeated",
        HelpName = "KEY=VALUE",
    };

    public LocalOptions(TerminalSession terminal)
    {
        this.terminal = terminal;
        settings.Validators.Add(CheckSettings);
        api.Validators.Add(CheckApi);
        shape.AcceptOnlyFromAmong("character", Any);
        rate.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !ThrottleRate.TryParse(text, out _, out var error))
            {
                result.AddError($"--rate: {error}");
            }
        });
        maxConcurrency.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 10_000))
            {
                result.AddError($"--upstream-max-concurrency: '{text}' is not a number from 1 to 10000.");
            }
        });
    }

    public Option<string?> Data { get; } = new("--data")
    {
        Description = $"The folder for state: the task hub and the reports [default: {DefaultFolder}]",
        HelpName = "DIR",
    };

    /// <param name="showsAll">Whether help shows all, or the folder only: a command on a folder uses what the folder's last host was given.</param>
    public void AddTo(Command command, bool showsAll = true)
    {
        foreach (var option in (Option[])[Data, api, shape, rate, maxConcurrency, settings, verbose, .. sample.Options])
        {
            option.Hidden = !showsAll && option != Data;
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(api)?.Tokens is [{ Value: not Sample and var url }] && sample.Options.FirstOrDefault(option => IsGiven(result.GetResult(option))) is { } given)
            {
                result.AddError($"{given.Name} is for the sample API, and --api names another upstream: {url}. Use one of the two.");
            }
        });
    }

    /// <summary>The name of an option that was given and needs a host in this process; null when there is none.</summary>
    public string? FindGiven(ParseResult result, bool withData) => FindGiven(result, [.. withData ? [Data] : Array.Empty<Option>(), api, shape, rate, maxConcurrency, settings, .. sample.Options]);

    public string GetFolder(ParseResult result) => Path.GetFullPath(result.GetValue(Data) ?? DefaultFolder, terminal.CurrentFolder);

    /// <param name="logLevel">The log level without <c>--verbose</c>.</param>
    /// <param name="resume">Whether the upstream is the one of the folder's last host, unless another is given.</param>
    /// <param name="resumed">The upstream to resume, instead of the last host's.</param>
    public LocalHostOptions Read(ParseResult result, LogLevel logLevel, bool resume, string? resumed = null)
    {
        var folder = GetFolder(result);
        var before = HostNote.Read(folder);
        IReadOnlyList<string> words =
            [.. sample.Options.Select(result.GetResult).Where(IsGiven).SelectMany(static option => option!.Tokens.Select(static token => token.Value).Prepend(option.Option.Name))];
        var upstream = result.GetValue(api) ?? (words.Count > 0 ? Sample : resumed is not null && resumed != NameOf(before?.Api) ? resumed : (resume ? before?.Api : null) ?? Sample);
        if (upstream != Sample || (resume && words.Count == 0))
        {
            words = before?.Sample ?? [];
        }

        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in result.GetValue(settings) ?? [])
        {
            var (name, value) = (setting[..setting.IndexOf('=', StringComparison.Ordinal)], setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            values[name] = value;
        }

        // A fan-out that goes on is not to go on faster than it was allowed to.
        var limits = resume && upstream == before?.Api ? before : null;
        var note = new HostNote(null, upstream, words, before is not null && (before.IsMixed || before.Api != upstream))
        {
            Shape = result.GetValue(shape) ?? limits?.Shape,
            Rate = result.GetValue(rate) ?? limits?.Rate,
            MaxConcurrency = result.GetValue(maxConcurrency) ?? limits?.MaxConcurrency,
        };
        if (note.Shape is { } taken)
        {
            values["CharacterApi:Shape"] = taken;
        }

        if (note.Rate is { } perTime)
        {
            values["CharacterApi:Rate"] = perTime;
        }

        if (note.MaxConcurrency is { } most)
        {
            values["CharacterApi:MaxConcurrency"] = most.ToString(CultureInfo.InvariantCulture);
        }

        return new LocalHostOptions
        {
            DataFolder = folder,
            Upstream = upstream == Sample ? null : new UpstreamAddress(upstream),
            Sample = ParseSample(words) ?? sample.Read(result),
            Note = note,
            LogLevel = result.GetValue(verbose) ? LogLevel.Information : logLevel,
            Settings = values,
        };
    }

    /// <summary>Whether the command line says which upstream is meant.</summary>
    public bool NamesUpstream(ParseResult result) => FindGiven(result, [api, .. sample.Options]) is not null;

    /// <summary>Whether the folder's hosts have had several upstreams, so that its fan-outs may each have another.</summary>
    public bool IsMixed(ParseResult result) => HostNote.Read(GetFolder(result)) is { IsMixed: true };

    /// <summary>The command that resumes what the folder holds.</summary>
    public string ResumeCommand(ParseResult result) => "fanout run --resume" + (result.GetValue(Data) is { } folder ? $" {Data.Name} {Quote(folder)}" : "");

    private static string Quote(string word) =>
        word.All(static c => char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '~') ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string? FindGiven(ParseResult result, Option[] options) => Array.Find(options, option => IsGiven(result.GetResult(option)))?.Name;

    private static bool IsGiven(OptionResult? result) => result is { Implicit: false };

    // Null when the options are not understood any more.
    private static SampleApiOptions? ParseSample(IEnumerable<string> words)
    {
        var sample = new SampleApiCommandLine("sample-");
        var command = new RootCommand();
        foreach (var option in sample.Options)
        {
            command.Options.Add(option);
        }

        var result = command.Parse([.. words]);
        return result.Errors.Count == 0 ? sample.Read(result) : null;
    }

    private static string? NameOf(string? api) => api is null or Sample ? api : new UpstreamAddress(api).Name;

    private static void CheckApi(OptionResult result)
    {
        if (result.GetValueOrDefault<string?>() is not (not null and not Sample and var text))
        {
            return;
        }

        if (UpstreamAddress.WhatIsWrongWith(text) is { } wrong)
        {
            // What may have a password or a key in it is not repeated.
            result.AddError($"--api: {(text.AsSpan().ContainsAny('@', '?') ? "the URL" : $"'{text}'")} {wrong}{(text.Contains("://", StringComparison.Ordinal) ? "" : $" For a sample API on this machine write {Sample}.")}");
        }
    }

    private static void CheckSettings(OptionResult result)
    {
        foreach (var setting in result.Tokens.Select(static token => token.Value).Where(static setting => setting.IndexOf('=', StringComparison.Ordinal) < 1))
        {
            result.AddError($"--set: '{setting}' is not a setting. Write KEY=VALUE, such as FanOut:MaxIds=5000.");
        }
    }
}
