using System.CommandLine;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>fanout run</c>: a fan-out from start to report.</summary>
internal sealed class RunCommand : CliCommand
{
    private const string Unfinished = "running,pending,paused";
    private const int MaxUnfinished = 100;
    private const string NameIds = "Name the ids to fetch, such as: fanout run 1-99";

    private readonly RequestOptions request = new();
    private readonly HostOptions host;
    private readonly Option<bool> resume = new("--resume") { Description = "Continue with the newest fan-out that is not over, after a crash or a detach; if there is none, start the ids given" };

    public RunCommand(TerminalSession terminal)
        : base(
            terminal, "run", "Fetch characters through a durable fan-out and report on them",
            ("fanout run 1-99", "99 characters of a sample API on this machine"),
            ("fanout run 1-20,42 --api https://rickandmortyapi.com/api", "the same of the public one"),
            ("fanout run 1-5000 --sample-characters 5000 --sample-fail 0.05", "with an upstream that fails now and then"),
            ("fanout run - < ids.txt", "ids from a file, or from another program"),
            ("fanout run --resume", "continue after a crash or Ctrl-C"),
            ("fanout run 1-99 --json | jq .fetched", "for a script"))
    {
        host = new(terminal, HostUse.Run);
        Json.Description = "Print the report as one JSON object";
        AddAll([.. request.All, resume, Json]);
        host.AddTo(this);
        SetAction((result, _) => RunAsync(result));
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        var (ids, resumes) = (await request.ReadIdsAsync(result, Terminal, Interrupted), result.GetValue(resume));
        if (ids is null && !resumes)
        {
            throw CliException.BadInput(NameIds);
        }

        if (ids is null && host.FindMissingFolder(result) is { } missing)
        {
            throw CliException.BadInput($"There is nothing to resume: no folder {missing}. {NameIds}");
        }

        await using var session = await host.OpenAsync(result, resumes, awaitUpstream: resumes || request.ExpectsOutage(result));
        var id = resumes ? await ResumeAsync(session.Client, ids) : null;
        if (id is null)
        {
            var body = ids is null ? throw CliException.BadInput($"There is nothing to resume: every fan-out is over. {NameIds}") : request.Read(result, ids);
            id = (await session.Client.StartAsync(body, Interrupted)).Id;
        }

        return await new FanOutFollower(session.Client, Terminal, result.GetValue(Json)).FollowAsync(id, session.ContinueCommand(id));
    }

    private async Task<string?> ResumeAsync(FanOutClient client, IdSet? ids)
    {
        var unfinished = (await client.ListAsync(Unfinished, MaxUnfinished, null, Interrupted)).Value.FanOuts;
        if (unfinished is not [var newest, ..])
        {
            return null;
        }

        if (newest.IsPaused)
        {
            await client.ControlAsync(newest.Id, "resume", Interrupted);
        }

        var more = unfinished.Count switch
        {
            1 => "",
            2 => " An older one continues as well.",
            var all => $" {all - 1} older ones continue as well.",
        };
        var instead = ids is null ? "" : $" Nothing is started for {ids}: run it without --resume, or when this is over.";
        await Terminal.WriteMessageAsync($"Continuing with {newest.Id}.{more}{instead}");
        return newest.Id;
    }
}

/// <summary><c>fanout start</c>: starts a fan-out on a running host and does not wait for it.</summary>
internal sealed class StartCommand : HostCommand
{
    public StartCommand(TerminalSession terminal)
        : base(
            terminal, HostUse.Remote, "start", "Start a fan-out on a running host, and leave it there",
            ("fanout start 1-826", "on the host that has this folder open"),
            ("fanout watch $(fanout start 1-826 --host http://127.0.0.1:7071)", "start, then watch"))
    {
        var request = new RequestOptions();
        Validators.Add(request.RequireIds);
        Define(
            async (result, session) =>
            {
                var ids = await request.ReadIdsAsync(result, Terminal, Interrupted);
                await WriteIdAsync(result, await session.Client.StartAsync(request.Read(result, ids!), Interrupted));
                return ExitCodes.Success;
            },
            request.All);
    }
}
