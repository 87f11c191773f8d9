using System.CommandLine;
using CharacterFanOut.Cli.Hosting;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>fanout serve</c>: a host in the foreground, until Ctrl-C.</summary>
internal sealed class ServeCommand : Command
{
    private const int DefaultPort = 7071;

    private readonly TerminalSession terminal;
    private readonly LocalOptions local;
    private readonly Option<int> port = new("--port")
    {
        Description = "The port; 0 for any free one",
        HelpName = "N",
        DefaultValueFactory = static _ => DefaultPort,
    };

    private readonly Option<string?> bind = new("--bind")
    {
        Description = "The IP address to bind to; anything but loopback needs keys [default: 127.0.0.1]",
        HelpName = "ADDRESS",
    };

    public ServeCommand(TerminalSession terminal)
        : base("serve", "Run a host: the API, the dashboard and the timers")
    {
        this.terminal = terminal;
        local = new(terminal);
        port.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65_535)
            {
                result.AddError("--port: a port is from 0 to 65535.");
            }
        });
        Options.Add(port);
        Options.Add(bind);
        local.AddTo(this);
        SetAction((result, _) => RunAsync(result));
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        var options = local.Read(result, LogLevel.Warning) with { Port = result.GetValue(port), BindAddress = result.GetValue(bind) };
        var stop = terminal.Interrupts.Detach;
        try
        {
            await using var host = await LocalHost.StartAsync(options, stop);
            await terminal.Output.WriteLineAsync($"The host is at {host.BaseAddress} and asks {host.Upstream}; its state is in {options.DataFolder}.");
            await terminal.Output.WriteLineAsync($"The dashboard is at {new Uri(host.BaseAddress, "api/dashboard")}. Ctrl-C stops the host; what runs goes on when it is started again.");
            await terminal.Output.FlushAsync();
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop, host.Stopping);
            await Task.Delay(Timeout.InfiniteTimeSpan, ends.Token);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop, by Ctrl-C or SIGTERM.
        }

        return ExitCodes.Success;
    }
}
