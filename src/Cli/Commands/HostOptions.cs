using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Hosting;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary>What a command needs a host for.</summary>
internal enum HostUse
{
    /// <summary>To run fan-outs: a host in this process may make its data folder.</summary>
    Run,

    /// <summary>To work with fan-outs that exist: a host in this process needs a data folder that exists.</summary>
    Open,

    /// <summary>To look at fan-outs that exist: a host in this process only answers. It takes no work, asks no upstream, and changes nothing.</summary>
    Look,

    /// <summary>To leave work to a host that goes on running: never one in this process.</summary>
    Remote,
}

/// <summary>
/// Finds the host of a command: the one that <c>--host</c> or FANOUT_HOST names, else the one that has the data folder
/// open, else this process for as long as the command takes.
/// </summary>
internal sealed class HostOptions
{
    private const string KeyVariable = "FANOUT_KEY";
    private const string HostVariable = "FANOUT_HOST";

    private readonly TerminalSession terminal;
    private readonly HostUse use;
    private readonly LocalOptions local;
    private readonly Option<string?> host = new("--host")
    {
        Description = $"A host that runs already, such as http://127.0.0.1:7071 (or {HostVariable})",
        HelpName = "URL",
    };

    private readonly Option<string?> key = new("--key")
    {
        Description = $"Its function key, if it requires one (better in {KeyVariable}: others see a command line)",
        HelpName = "KEY",
    };

    public HostOptions(TerminalSession terminal, HostUse use)
    {
        this.terminal = terminal;
        this.use = use;
        local = new(terminal);
        host.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && ParseRoot(text) is null)
            {
                result.AddError($"--host: '{text}' is not a URL such as http://127.0.0.1:7071.");
            }
        });
    }

    public void AddTo(Command command)
    {
        command.Options.Add(host);
        command.Options.Add(key);
        if (use == HostUse.Remote)
        {
            command.Options.Add(local.Data);
        }
        else
        {
            local.AddTo(command, showsAll: use == HostUse.Run);
        }
    }

    /// <param name="resume">Whether a host in this process keeps the upstream that the folder's last host had.</param>
    /// <param name="awaitUpstream">Whether an upstream that nobody can connect to may come later; otherwise its address is taken to be wrong.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The session owns the host, and disposes it.")]
    public async Task<HostSession> OpenAsync(ParseResult result, bool resume = true, bool awaitUpstream = false)
    {
        var folder = local.GetFolder(result);
        var named = GetNamed(result);
        if ((named ?? await FolderLock.FindHostAsync(folder, terminal.Time, Interrupted)) is { } running)
        {
            return local.FindGiven(result, withData: named is not null) is { } option
                ? throw CliException.BadInput($"{option} is for a host in this process, and {NamedBy(result, named, folder)} a host that runs already, {running}. Use one of the two.")
                : new HostSession(running, GetKey(result));
        }

        if (use == HostUse.Remote)
        {
            throw CliException.Unreachable($"""
                No host has {folder} open. Start one, or name one:
                  fanout serve
                  fanout start 1-99 --host http://127.0.0.1:7071
                """);
        }

        if (use is HostUse.Open or HostUse.Look && !Directory.Exists(folder))
        {
            throw CliException.Unreachable($"""
                There are no fan-outs here: there is no folder {folder}. Run one, or name a folder with --data or a host with --host:
                  fanout run 1-99
                """);
        }

        if (use == HostUse.Look)
        {
            return await LookAsync(result);
        }

        var resumed = use == HostUse.Run && resume && !local.NamesUpstream(result) && local.IsMixed(result) ? await FindUpstreamToResumeAsync(result) : null;
        var options = local.Read(result, LogLevel.None, resume, resumed);
        if (use == HostUse.Run && !awaitUpstream)
        {
            await Upstream.CheckAsync(options.Upstream, Interrupted);
        }

        var here = await LocalHost.StartAsync(options, Interrupted);
        return new HostSession(here.BaseAddress, key: null, here, local.ResumeCommand(result));
    }

    private async Task<HostSession> LookAsync(ParseResult result)
    {
        // Beside the host's start.
        _ = Task.Run(ClientJsonContext.WarmUp);
        var here = await LocalHost.StartAsync(local.Read(result, LogLevel.None, resume: true) with { ReadOnly = true }, Interrupted);
        return new HostSession(here.BaseAddress, key: null, here, local.ResumeCommand(result));
    }

    // Each fan-out keeps its upstream, and the last host of the folder may have had another than the one to resume.
    private async Task<string?> FindUpstreamToResumeAsync(ParseResult result)
    {
        await using var look = await LookAsync(result);
        return (await look.Client.ListAsync(FanOutClient.Parameter("status", FanOutClient.Unfinished), 1, null, Interrupted)).Value.FanOuts is [var newest, ..] ? newest.Upstream : null;
    }

    /// <summary>A host that runs, for completion; null when none is known.</summary>
    public FanOutClient? FindClient(ParseResult result)
    {
        var folder = local.GetFolder(result);
        var running = GetNamed(result) ?? (FolderLock.IsHeld(folder) ? HostNote.Read(folder)?.Address : null);
        return running is null ? null : new FanOutClient(running, GetKey(result));
    }

    /// <summary>The data folder, if it does not exist and no host is named; otherwise null.</summary>
    public string? FindMissingFolder(ParseResult result) =>
        GetNamed(result) is null && local.GetFolder(result) is var folder && !Directory.Exists(folder) ? folder : null;

    private CancellationToken Interrupted => terminal.Signals.Detach;

    private string NamedBy(ParseResult result, Uri? named, string folder) =>
        named is null ? $"{folder} is open in" : $"{(result.GetValue(host) is null ? HostVariable : host.Name)} names";

    private Uri? GetNamed(ParseResult result)
    {
        if (result.GetValue(host) is { } given)
        {
            return ParseRoot(given);
        }

        return terminal.Environment(HostVariable) is not { Length: > 0 } text
            ? null
            : ParseRoot(text) ?? throw CliException.BadInput($"{HostVariable} is '{text}': set it to a URL such as http://127.0.0.1:7071.");
    }

    private string? GetKey(ParseResult result) => result.GetValue(key) ?? (terminal.Environment(KeyVariable) is { Length: > 0 } text ? text : null);

    private static Uri? ParseRoot(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
}
