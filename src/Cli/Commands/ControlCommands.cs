using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>fanout pause</c>, <c>resume</c> and <c>wake</c>; and, with more to say, <c>cancel</c> and <c>retry</c>.</summary>
internal class ControlCommand : HostCommand
{
    private readonly FanOutArgument fanOut;
    private readonly Option<bool> watch = new("--watch") { Description = "Follow it to its end; always so with a host in this process" };

    protected ControlCommand(TerminalSession terminal, string name, string description, string statuses, bool continues, params (string Line, string Does)[] examples)
        : base(terminal, HostUse.Open, name, description, examples)
    {
        fanOut = new(Host, isOptional: false, statuses);
        Define((result, session) => RunAsync(result, session, continues), continues ? [fanOut, watch] : [fanOut]);
    }

    protected FanOutArgument FanOut => fanOut;

    public static ControlCommand Pause(TerminalSession terminal) => new(
        terminal, "pause", "Pause a fan-out: nothing new is fetched until it is resumed", "pending,running", continues: false,
        ("fanout pause ID", "fetches in flight finish"));

    public static ControlCommand Resume(TerminalSession terminal) => new(
        terminal, "resume", "Resume a fan-out that was paused", "paused", continues: true,
        ("fanout resume ID --watch", "and follow it to its end"));

    public static ControlCommand Wake(TerminalSession terminal) => new(
        terminal, "wake", "Have a fan-out that waits for its upstream ask it now", "running", continues: true,
        ("fanout wake ID", "one request; when it is answered, all go on"));

    /// <summary>Adds options before those of the host.</summary>
    protected void AddFirst(IEnumerable<Option> options)
    {
        foreach (var option in options.Reverse())
        {
            Options.Insert(0, option);
        }
    }

    /// <summary>The body of the request.</summary>
    protected virtual JsonObject ReadBody(ParseResult result) => [];

    protected virtual async Task<int> RunAsync(ParseResult result, HostSession session, bool continues)
    {
        var id = result.GetValue(fanOut)!;
        var fanOutNow = await session.Client.ControlAsync(id, Name, ReadBody(result), Interrupted);
        await Terminal.WriteMessageAsync(Describe(result, id, fanOutNow.Id, await session.Client.FindAsync(fanOutNow.Id, Interrupted)));

        // A host in this process ends with the command.
        if (continues && (session.IsLocal || result.GetValue(watch)))
        {
            return await new FanOutFollower(session.Client, Terminal, result.GetValue(Json)).FollowAsync(fanOutNow.Id, session.ContinueCommand(fanOutNow.Id));
        }

        await WriteIdAsync(result, fanOutNow);
        return ExitCodes.Success;
    }

    // The state is null where the host has nothing to say about it yet.
    protected virtual string Describe(ParseResult result, string id, string followed, FanOutView? state)
    {
        var saved = state is { InFlight: > 0 } ? $"; {ProgressText.Number(state.InFlight)} in flight will be saved" : "";
        var fetched = state is null ? "" : $", {ProgressText.Number(state.Fetched)} of {ProgressText.Number(state.Requested)} fetched";
        return Name switch
        {
            "pause" => $"Paused {id}{fetched}{saved}. Resume it with: fanout resume {id}",
            "cancel" => $"{(state is { IsOver: true } ? "Canceled" : "Canceling")} {id}{fetched}{saved}.",
            "wake" => state?.Waiting is { } wait ? $"Asked the upstream for {id}, which waits on{fetched}: {wait.Error}" : $"Woke {id}{fetched}: the upstream answers.",
            _ => $"Resumed {id}{fetched}.",
        };
    }
}

internal sealed class CancelCommand : ControlCommand
{
    private readonly FilterOptions filter = new("pending", "running", "paused");

    public CancelCommand(TerminalSession terminal)
        : base(
            terminal, "cancel", "Cancel fan-outs: fetches in flight finish, and what was fetched is kept", "pending,running,paused", continues: false,
            ("fanout cancel ID", "a second cancel ends it at once"),
            ("fanout cancel --label team=alpha", "all with that label that are under way"))
    {
        FanOut.Arity = ArgumentArity.ZeroOrOne;
        AddFirst(filter.All.OfType<Option>());

        Validators.Add(result => filter.RequireThisOr(result, FanOut));
    }

    protected override async Task<int> RunAsync(ParseResult result, HostSession session, bool continues)
    {
        if (result.GetValue(FanOut) is not null)
        {
            return await base.RunAsync(result, session, continues);
        }

        var canceled = new List<string>();
        try
        {
            await session.Client.ControlManyAsync(HttpMethod.Post, filter.ToQuery(result), canceled.Add, Interrupted);
        }
        finally
        {
            // Said even if one of them fails: the others are being canceled.
            await WriteManyAsync(result, canceled, "Canceling", "; fetches in flight will be saved", () => JsonSerializer.Serialize(new CanceledFanOuts(canceled), ClientJsonContext.Default.CanceledFanOuts));
        }

        if (canceled.Count == 0)
        {
            await Terminal.WriteMessageAsync($"There is nothing to cancel: no fan-outs under way{filter.Describe(result)}.");
        }

        return ExitCodes.Success;
    }
}

internal sealed class RetryCommand : ControlCommand
{
    private readonly Option<bool> remaining = new("--remaining") { Description = "The ids never asked for, because it was canceled or aborted" };
    private readonly Option<bool> failed = new("--failed") { Description = "The ids that failed; so when nothing else is said" };
    private readonly Option<bool> notFound = new("--not-found") { Description = "The ids that were not found; the same as --kind notFound" };
    private readonly Option<string?> kind = new("--kind")
    {
        Description = $"The ids that failed so: {string.Join(", ", Enum.GetValues<FailureKind>().Select(FailureKinds.Name))}; several with commas",
        HelpName = "KIND",
    };

    public RetryCommand(TerminalSession terminal)
        : base(
            terminal, "retry", "Start a new fan-out over the ids that failed in another, or that it never asked for", "completed,aborted,canceled,failed", continues: true,
            ("fanout retry ID", "prints the new one's id"),
            ("fanout retry ID --remaining --watch", "goes on with what was canceled, to its end"),
            ("fanout retry ID --kind timeout,network", "only what may go better now"))
    {
        AddFirst([remaining, failed, kind, notFound]);
    }

    protected override JsonObject ReadBody(ParseResult result) =>
        Read(result) is { Length: > 0 } what ? new() { ["what"] = new JsonArray([.. what.Select(static name => JsonValue.Create(name))]) } : [];

    protected override string Describe(ParseResult result, string id, string followed, FanOutView? state)
    {
        var ids = state is null ? "ids" : ProgressText.Plural(state.Requested, "id");
        return $"Started {followed} with the {ids} of {id} {(Read(result) is { Length: > 0 } what and not ["failed"] ? $"for {string.Join(", ", what)}" : "that failed")}.";
    }

    private string[] Read(ParseResult result) =>
    [
        .. result.GetValue(remaining) ? ["remaining"] : Array.Empty<string>(),
        .. result.GetValue(failed) ? ["failed"] : Array.Empty<string>(),
        .. result.GetValue(kind)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        .. result.GetValue(notFound) ? [FailureKinds.Name(FailureKind.NotFound)] : Array.Empty<string>(),
    ];
}

internal sealed class PurgeCommand : HostCommand
{
    private readonly Argument<string[]> ids = new("id") { Description = "The fan-outs, as fanout list shows them", Arity = ArgumentArity.ZeroOrMore };
    private readonly FilterOptions filter = new("completed", "aborted", "canceled", "failed");

    public PurgeCommand(TerminalSession terminal)
        : base(
            terminal, HostUse.Open, "purge", "Delete fan-outs that are over, and their results",
            ("fanout purge ID", "prints the id of what is gone"),
            ("fanout purge --status canceled --to 2030-01-31", "all that were canceled and accepted by then"))
    {
        ids.CompletionSources.Add(context => FanOutArgument.Complete(Host, context, "completed,aborted,canceled,failed"));
        Validators.Add(result => filter.RequireThisOr(result, ids));
        Define(RunAsync, [ids, .. filter.All]);
    }

    private async Task<int> RunAsync(ParseResult result, HostSession session)
    {
        var purged = new List<string>();
        try
        {
            if (result.GetValue(ids) is not { Length: > 0 } named)
            {
                await session.Client.ControlManyAsync(HttpMethod.Delete, filter.ToQuery(result), purged.Add, Interrupted);
                named = [];
            }

            foreach (var id in named)
            {
                await session.Client.PurgeAsync(id, Interrupted);
                purged.Add(id);
            }
        }
        finally
        {
            // Said even if one of them fails: the others are gone.
            await WriteManyAsync(result, purged, "Deleted", " with results", () => JsonSerializer.Serialize(new PurgedFanOuts(purged), ClientJsonContext.Default.PurgedFanOuts));
        }

        if (purged.Count == 0)
        {
            await Terminal.WriteMessageAsync($"There is nothing to delete: no fan-outs that are over{filter.Describe(result)}.");
        }

        return ExitCodes.Success;
    }
}
