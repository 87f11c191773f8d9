using System.CommandLine;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>fanout run</c>: a fan-out from start to report, on a host in this process or on one that runs already.</summary>
internal sealed class RunCommand : CliCommand
{
    private const string Unfinished = "running,pending,paused";
    private const int MostUnfinished = 100;
    private const string SayIds = "Say which ids to fetch, such as: fanout run 1-99";

    private readonly RequestOptions request = new(idsAreOptional: true);
    private readonly SessionOptions where;
    private readonly Option<bool> resume = new("--resume") { Description = "Go on with the newest fan-out that is not over, after a crash or a detach; where there is none, start the ids given" };
    private readonly Option<bool> json = new("--json") { Description = "Print the report as one JSON object" };

    public RunCommand(TerminalSession terminal)
        : base(
            terminal, "run", "Fetch characters through a durable fan-out and report on them",
            ("fanout run 1-99", "99 characters of a sample API on this machine"),
            ("fanout run 1-20,42 --api https://rickandmortyapi.com/api", "the same of the public one"),
            ("fanout run 1-5000 --sample-characters 5000 --sample-fail 0.05", "with an upstream that fails now and then"),
            ("fanout run --resume", "go on after a crash or Ctrl-C"),
            ("fanout run 1-99 --json | jq .fetched", "for a script"))
    {
        where = new(terminal);
        request.AddTo(this);
        Options.Add(resume);
        Options.Add(json);
        where.AddTo(this, canHost: true, runs: true);
        SetAction((result, _) => RunAsync(result));
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        var goesOn = result.GetValue(resume);
        var ids = result.GetValue(request.Ids);
        if (ids is null && !goesOn)
        {
            throw CliException.BadInput(SayIds);
        }

        if (ids is null && where.FindMissingFolder(result) is { } missing)
        {
            throw CliException.BadInput($"There is nothing to go on with: no folder {missing}. {SayIds}");
        }

        await using var session = await where.OpenToRunAsync(result, goesOn);
        var id = goesOn ? await ResumeAsync(session.Client, ids) : null;
        if (id is null)
        {
            var asked = request.Read(result, ids ?? throw CliException.BadInput($"There is nothing to go on with: every fan-out is over. {SayIds}"));
            id = (await session.Client.StartAsync(asked, Interrupted)).Id;
        }

        return await new FanOutFollower(session.Client, Terminal, result.GetValue(json)).FollowAsync(id, session.ComeBack(id));
    }

    private async Task<string?> ResumeAsync(FanOutClient client, string? ids)
    {
        var unfinished = (await client.ListAsync(Unfinished, MostUnfinished, null, Interrupted)).Page.FanOuts;
        if (unfinished is not [var newest, ..])
        {
            return null;
        }

        if (newest.IsPaused)
        {
            await client.TellAsync(newest.Id, "resume", Interrupted);
        }

        var more = unfinished.Count switch
        {
            1 => "",
            2 => " An older one goes on as well.",
            var all => $" {all - 1} older ones go on as well.",
        };
        var instead = ids is null ? "" : $" Nothing is started for {ids}: give that without --resume, or when this is over.";
        await Terminal.SayAsync($"Going on with {newest.Id}.{more}{instead}");
        return newest.Id;
    }
}
