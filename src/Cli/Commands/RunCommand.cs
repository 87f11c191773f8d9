using System.CommandLine;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Hosting;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>fanout run</c>: a fan-out from start to report, on a host in this process or on one that runs already.</summary>
internal sealed class RunCommand : Command
{
    private readonly TerminalSession terminal;
    private readonly RequestOptions request = new(idsAreOptional: true);
    private readonly HostOptions host;
    private readonly LocalOptions local;
    private readonly Option<bool> json = new("--json") { Description = "Print the report as one JSON object" };

    public RunCommand(TerminalSession terminal)
        : base("run", "Fetch characters through a durable fan-out and report on them")
    {
        this.terminal = terminal;
        host = new(terminal);
        local = new(terminal);
        request.AddTo(this);
        host.AddTo(this);
        local.AddTo(this);
        Options.Add(json);
        SetAction((result, _) => RunAsync(result));
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        if (result.GetValue(request.Ids) is not { } ids)
        {
            throw CliException.BadInput("Say which ids to fetch, such as: fanout run 1-99");
        }

        if (host.ReadHost(result) is { } running)
        {
            return await OnHostAsync(result, ids, running);
        }

        var options = local.Read(result, LogLevel.None);
        await Upstream.CheckAsync(options.Upstream, terminal.Interrupts.Detach);
        await using var here = await LocalHost.StartAsync(options, terminal.Interrupts.Detach);
        using var client = new FanOutClient(here.BaseAddress, key: null);
        var started = await client.StartAsync(request.Read(result, ids), terminal.Interrupts.Detach);
        return await new FanOutFollower(client, terminal, result.GetValue(json)).FollowAsync(started.Id, "fanout run --resume");
    }

    private async Task<int> OnHostAsync(ParseResult result, string ids, Uri running)
    {
        if (local.FirstGiven(result) is { } given)
        {
            throw CliException.BadInput($"{given} is for a host in this process: a running host ({running}) has its own.");
        }

        using var client = new FanOutClient(running, host.ReadKey(result));
        var started = await client.StartAsync(request.Read(result, ids), terminal.Interrupts.Detach);
        return await new FanOutFollower(client, terminal, result.GetValue(json)).FollowAsync(started.Id, $"fanout watch {started.Id} --host {running}");
    }
}
