using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
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
        if (host.ReadHost(result) is not { } running)
        {
            var options = local.Read(result, LogLevel.None, goesOn);
            await Upstream.CheckAsync(options.Upstream, terminal.Interrupts.Detach);
            return await OpenHereAsync(result, options);
        }

        return local.FirstGiven(result) is { } given
            ? throw CliException.BadInput($"{given} is for a host in this process; the host at {running} has its own.")
            : new FanOutSession(running, host.ReadKey(result));
    }

    /// <summary>
    /// The host of fan-outs that are there already: the one named, or the one that has the data folder open, or else one in
    /// this process on that folder; the default address where there is no such folder.
    /// </summary>
    public async Task<FanOutSession> OpenAsync(ParseResult result)
    {
        var running = FindRunning(result);
        return running is null && Directory.Exists(local.ReadFolder(result))
            ? await OpenHereAsync(result, local.Read(result, LogLevel.None, goesOn: true))
            : new FanOutSession(running ?? DefaultHost, host.ReadKey(result));
    }

    /// <summary>The same, but never in this process: what is started there would end with it.</summary>
    public FanOutSession OpenRunning(ParseResult result) =>
        new(FindRunning(result) ?? DefaultHost, host.ReadKey(result));

    private Uri? FindRunning(ParseResult result)
    {
        if (host.ReadHost(result) is { } named)
        {
            return named;
        }

        var folder = local.ReadFolder(result);
        return FolderLock.IsHeld(folder) ? HostNote.Read(folder)?.Address : null;
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The session owns the host, and disposes it.")]
    private async Task<FanOutSession> OpenHereAsync(ParseResult result, LocalHostOptions options)
    {
        var here = await LocalHost.StartAsync(options, terminal.Interrupts.Detach);
        return new FanOutSession(here.BaseAddress, key: null, here, local.ComeBack(result));
    }
}
