using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Hosting;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary>Finds the host that a command is about.</summary>
internal sealed class SessionOptions(TerminalSession terminal)
{
    private static readonly Uri DefaultHost = new("http://127.0.0.1:7071/");

    private readonly HostOptions host = new(terminal);
    private readonly LocalOptions local = new(terminal);

    /// <summary>Adds the options that say which host.</summary>
    /// <param name="canHost">Whether the command can host the app in its own process.</param>
    /// <param name="runs">Whether it is there to run fan-outs, and its help shows how the host can be set up.</param>
    public void AddTo(Command command, bool canHost, bool runs = false)
    {
        host.AddTo(command);
        if (canHost)
        {
            local.AddTo(command, showsAll: runs);
        }
        else
        {
            command.Options.Add(local.Data);
        }
    }

    /// <summary>A host for a fan-out that is to be run: the one named, or else one in this process.</summary>
    /// <param name="goesOn">Whether it goes on with what the data folder holds.</param>
    public async Task<FanOutSession> OpenToRunAsync(ParseResult result, bool goesOn)
    {
        if (ReadNamed(result) is { } running)
        {
            return new FanOutSession(running, host.ReadKey(result));
        }

        var options = local.Read(result, LogLevel.None, goesOn);
        await Upstream.CheckAsync(options.Upstream, terminal.Interrupts.Detach);
        return await OpenHereAsync(result, options);
    }

    /// <summary>
    /// The host of fan-outs that are there already: the one named, or the one that has the data folder open, or else one in
    /// this process on that folder; the default address where there is no such folder.
    /// </summary>
    public async Task<FanOutSession> OpenAsync(ParseResult result)
    {
        if (await FindRunningAsync(result) is { } running)
        {
            return new FanOutSession(running, host.ReadKey(result));
        }

        return Directory.Exists(local.ReadFolder(result))
            ? await OpenHereAsync(result, local.Read(result, LogLevel.None, goesOn: true))
            : OpenDefault(result);
    }

    /// <summary>The same, but never in this process: what is started there would end with it.</summary>
    public async Task<FanOutSession> OpenRunningAsync(ParseResult result) =>
        await FindRunningAsync(result) is { } running ? new FanOutSession(running, host.ReadKey(result)) : OpenDefault(result);

    /// <summary>A host that runs already; null where none is known.</summary>
    /// <exception cref="CliException">One is named and options of another are given, or the folder's host is not ready.</exception>
    public async Task<Uri?> FindRunningAsync(ParseResult result) =>
        ReadNamed(result) ?? await FolderHost.FindAsync(local.ReadFolder(result), terminal.Time, terminal.Interrupts.Detach);

    /// <summary>A host that can be asked at once, for someone who waits for an answer while typing.</summary>
    public FanOutClient OpenAtOnce(ParseResult result)
    {
        var folder = local.ReadFolder(result);
        var running = ReadNamed(result) ?? (FolderLock.IsHeld(folder) ? HostNote.Read(folder)?.Address : null);
        return new FanOutClient(running ?? DefaultHost, host.ReadKey(result));
    }

    /// <summary>The folder that there is nothing in to go on with, because it is not there; null when it is, or a host is named.</summary>
    public string? FindMissingFolder(ParseResult result) =>
        ReadNamed(result) is null && local.ReadFolder(result) is var folder && !Directory.Exists(folder) ? folder : null;

    private Uri? ReadNamed(ParseResult result)
    {
        var named = host.ReadHost(result);
        return named is not null && local.FirstGiven(result) is { } given
            ? throw CliException.BadInput(
                $"{given} is for a host in this process, and {host.NamedBy(result)} names one that runs already, {named}. Give one of the two.")
            : named;
    }

    private FanOutSession OpenDefault(ParseResult result)
    {
        var folder = local.ReadFolder(result);
        var here = Directory.Exists(folder) ? $"No host runs on {folder}" : $"There are no fan-outs here: no folder {folder}";
        return new FanOutSession(DefaultHost, host.ReadKey(result), whenUnreachable: $"""
            {here}, and no host at {DefaultHost}.
            Start one:           fanout serve
            Or do without:       fanout run 1-99
            Or say where it is:  --host URL, or --data DIR
            """);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The session owns the host, and disposes it.")]
    private async Task<FanOutSession> OpenHereAsync(ParseResult result, LocalHostOptions options)
    {
        var here = await LocalHost.StartAsync(options, terminal.Interrupts.Detach);
        return new FanOutSession(here.BaseAddress, key: null, here, local.ComeBack(result));
    }
}
