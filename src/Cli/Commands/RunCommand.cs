using System.CommandLine;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

internal sealed class RunCommand : CliCommand
{
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

        var missing = host.FindMissingFolder(result);
        if (ids is null && missing is not null)
        {
            throw CliException.BadInput($"There is nothing to resume: no folder {missing}. {NameIds}");
        }

        await using var session = await host.OpenAsync(result, resumes, awaitUpstream: resumes || request.ExpectsOutage(result));
        var unfinished = missing is null && (session.IsLocal || resumes) ? (await session.Client.ListAsync(FanOutClient.Parameter("status", FanOutClient.Unfinished), MaxUnfinished, null, Interrupted)).Value.FanOuts : [];
        var id = resumes ? await ResumeAsync(session, unfinished, ids) : null;
        if (id is null)
        {
            var body = ids is null ? throw CliException.BadInput($"There is nothing to resume: every fan-out is over. {NameIds}") : request.Read(result, ids);
            id = (await session.Client.StartAsync(body, Interrupted)).Id;
        }

        await TellWaitingAsync(session, unfinished.Where(other => other.Id != id && Waits(other, session)));
        return await new FanOutFollower(session.Client, Terminal, result.GetValue(Json)).FollowAsync(id, session.ContinueCommand(id));
    }

    // Of the fan-outs with this host's upstream the newest: the others cannot go on here.
    private async Task<string?> ResumeAsync(HostSession session, IReadOnlyList<FanOutView> unfinished, IdSet? ids)
    {
        if (unfinished.Count == 0)
        {
            return null;
        }

        var newest = unfinished.FirstOrDefault(fanOut => !Waits(fanOut, session)) ?? unfinished[0];

        if (newest.Status == FanOutState.Paused)
        {
            await session.Client.ControlAsync(newest.Id, "resume", [], Interrupted);
        }

        var more = unfinished.Count(fanOut => fanOut.Id != newest.Id && !Waits(fanOut, session)) switch
        {
            0 => "",
            1 => " An older one continues as well.",
            var others => $" {others} older ones continue as well.",
        };
        var instead = ids is null ? "" : $" Nothing is started for {ids}: run it without --resume, or when this is over.";
        await Terminal.WriteMessageAsync($"Continuing with {newest.Id}.{more}{instead}");
        return newest.Id;
    }

    private static bool Waits(FanOutView fanOut, HostSession session) => session.IsLocal && fanOut.Upstream is { } upstream && upstream != session.Upstream;

    private async Task TellWaitingAsync(HostSession session, IEnumerable<FanOutView> waiting)
    {
        foreach (var group in waiting.GroupBy(static fanOut => fanOut.Upstream))
        {
            var (newest, more) = (group.First(), group.Count() - 1);
            await Terminal.WriteMessageAsync($"""
                {newest.Id} {(more > 0 ? $"and {more} more wait" : "waits")}: started with the upstream {group.Key}, and this host has {session.Upstream}. Go on with:
                  {session.ResumeCommand(newest)}
                """);
        }
    }
}

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
                var started = await session.Client.StartAsync(request.Read(result, ids!), Interrupted);
                await Terminal.WriteMessageAsync($"Started {started.Id}, {ProgressText.Ids(ids!)}. Follow it with:{Environment.NewLine}  {session.ContinueCommand(started.Id)}");
                await WriteIdAsync(result, started);
                return ExitCodes.Success;
            },
            request.All);
    }
}
