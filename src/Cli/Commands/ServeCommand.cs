using System.CommandLine;
using System.Text.Json;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Hosting;
using CharacterFanOut.Cli.Terminal;
using FunctionsHost;

namespace CharacterFanOut.Cli.Commands;

internal sealed class ServeCommand : CliCommand
{
    private const int DefaultPort = 7071;

    private readonly LocalOptions local;
    private readonly Option<int?> port = WholeNumber("--port", $"The port; 0 for any free one [default: {DefaultPort}]", 0, 65_535);
    private readonly Option<string?> bind = new("--bind")
    {
        Description = "The IP address to bind to; anything but loopback needs keys [default: 127.0.0.1]",
        HelpName = "ADDRESS",
    };

    private readonly Option<FunctionsHostStorage?> storage = new("--storage")
    {
        Description = "Where the task hub is: sqlite, a file in the folder for state, or azure, the account that AzureWebJobsStorage names, else Azurite on this machine [default: sqlite]",
        HelpName = "sqlite|azure",
    };

    public ServeCommand(TerminalSession terminal)
        : base(
            terminal, "serve", "Run a host: the API, the dashboard and the timers",
            ("fanout serve", "on port 7071, with a sample API on this machine"),
            ("fanout serve --port 8080 --api https://rickandmortyapi.com/api", "for the public API"),
            ("fanout serve --set FanOut:ScheduledIds=1-826", "with a fan-out every night"),
            ("fanout serve --storage azure", "with the task hub on Azure Storage or Azurite, where hosts can share it"),
            ("fanout serve --port 0 --json", "on any free port; one line says where, as JSON"))
    {
        local = new(terminal);
        storage.AcceptOnlyFromAmong("sqlite", "azure");
        AddAll(port, bind, storage);
        local.AddTo(this);
        AddAll(Json);
        SetAction((result, _) => RunAsync(result));
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        var options = local.Read(result, LogLevel.Warning, resume: false) with
        {
            Port = result.GetValue(port) ?? DefaultPort,
            BindAddress = result.GetValue(bind),
            Storage = result.GetValue(storage),
        };
        try
        {
            await using var host = await LocalHost.StartAsync(options, Interrupted);
            await ShowAsync(host, options, result.GetValue(Json));
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Interrupted, host.Stopping);
            await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopped by Ctrl-C or SIGTERM.
        }

        await Terminal.WriteMessageAsync("Stopped.");
        return ExitCodes.Success;
    }

    private async Task ShowAsync(LocalHost host, LocalHostOptions options, bool asJson)
    {
        var served = new ServedHost(host.BaseAddress, new Uri(host.BaseAddress, "api/dashboard"), host.Upstream!.Shown(), options.DataFolder);
        await Terminal.Output.WriteLineAsync(asJson ? JsonSerializer.Serialize(served, ClientJsonContext.Default.ServedHost) : $"""
            Host       {served.Host}
            Dashboard  {served.Dashboard}
            Upstream   {served.Upstream}{(options.Upstream is null ? " (a sample API in this process)" : "")}
            State      {served.Data}
            Ctrl-C stops the host. What is running continues when it is started again.
            """);
        await Terminal.Output.FlushAsync();
    }
}
