using System.CommandLine;
using System.Text.Json;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Hosting;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>fanout serve</c>: a host in the foreground, until Ctrl-C.</summary>
internal sealed class ServeCommand : CliCommand
{
    private const int DefaultPort = 7071;

    private readonly LocalOptions local;
    private readonly JsonOption json = new();
    private readonly Option<int?> port = WholeNumber.Option("--port", $"The port; 0 for any free one [default: {DefaultPort}]");

    private readonly Option<string?> bind = new("--bind")
    {
        Description = "The IP address to bind to; anything but loopback needs keys [default: 127.0.0.1]",
        HelpName = "ADDRESS",
    };

    public ServeCommand(TerminalSession terminal)
        : base(
            terminal, "serve", "Run a host: the API, the dashboard and the timers",
            ("fanout serve", "on port 7071, with a sample API on this machine"),
            ("fanout serve --port 8080 --api https://rickandmortyapi.com/api", "for the public API"),
            ("fanout serve --set FanOut:ScheduledIds=1-826", "with a fan-out every night"),
            ("fanout serve --port 0 --json", "on any free port; one line says where, as JSON"))
    {
        local = new(terminal);
        port.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int?>() is < 0 or > 65_535)
            {
                result.AddError("--port: a port is from 0 to 65535.");
            }
        });
        Options.Add(port);
        Options.Add(bind);
        local.AddTo(this);
        Options.Add(json.Option);
        SetAction((result, _) => RunAsync(result));
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        var options = local.Read(result, LogLevel.Warning, goesOn: false) with { Port = result.GetValue(port) ?? DefaultPort, BindAddress = result.GetValue(bind) };
        var stop = Interrupted;
        try
        {
            await using var host = await LocalHost.StartAsync(options, stop);
            await SayAsync(host, options, json.IsGiven(result));
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop, host.Stopping);
            await Task.Delay(Timeout.InfiniteTimeSpan, ends.Token);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop, by Ctrl-C or SIGTERM.
        }

        await Terminal.SayAsync("Stopped.");
        return ExitCodes.Success;
    }

    private async Task SayAsync(LocalHost host, LocalHostOptions options, bool asJson)
    {
        var dashboard = new Uri(host.BaseAddress, "api/dashboard");
        if (asJson)
        {
            var served = new ServedHost(host.BaseAddress, dashboard, host.Upstream, options.DataFolder);
            await Terminal.Output.WriteLineAsync(JsonSerializer.Serialize(served, ClientJsonContext.Default.ServedHost));
        }
        else
        {
            await Terminal.Output.WriteLineAsync($"Host       {host.BaseAddress}");
            await Terminal.Output.WriteLineAsync($"Dashboard  {dashboard}");
            await Terminal.Output.WriteLineAsync($"Upstream   {host.Upstream}{(options.Upstream is null ? " (a sample API in this process)" : "")}");
            await Terminal.Output.WriteLineAsync($"State      {options.DataFolder}");
            await Terminal.Output.WriteLineAsync("Ctrl-C stops the host; what runs goes on when it is started again.");
        }

        await Terminal.Output.FlushAsync();
    }
}
