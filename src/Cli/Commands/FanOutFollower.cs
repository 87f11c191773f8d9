using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary>Watches a fan-out to its end and shows its report; on Ctrl-C detaches from it, on a second one cancels it.</summary>
/// <param name="client">The host.</param>
/// <param name="terminal">Where it is shown.</param>
/// <param name="asJson">Whether the result is one JSON object.</param>
internal sealed class FanOutFollower(FanOutClient client, TerminalSession terminal, bool asJson)
{
    /// <summary>The time in which a second Ctrl-C cancels.</summary>
    public static readonly TimeSpan SecondThought = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Follows one.</summary>
    /// <param name="id">Which.</param>
    /// <param name="comeBack">The command that comes back to it after a detach.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> FollowAsync(string id, string comeBack)
    {
        try
        {
            var state = await new FanOutWatcher(client, terminal).WatchAsync(id, terminal.Interrupts.Detach);
            return state.Status is "completed" or "aborted" ? await ShowReportAsync(id) : await ShowEndAsync(state);
        }
        catch (OperationCanceledException) when (terminal.Interrupts.Detach.IsCancellationRequested)
        {
            return await DetachAsync(id, comeBack);
        }
    }

    /// <summary>Shows the report of one that is over.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ShowReportAsync(string id)
    {
        var answer = await client.GetReportAsync(id, CancellationToken.None);
        if (asJson)
        {
            await terminal.Output.WriteLineAsync(answer.Json);
        }
        else
        {
            terminal.Results.Value.Write(ReportView.Of(answer.Report));
        }

        return FanOutExit.CodeOf(answer.Report);
    }

    private async Task<int> ShowEndAsync(FanOutState state)
    {
        if (asJson)
        {
            await terminal.Output.WriteLineAsync((await client.GetJsonAsync(state.Id, CancellationToken.None)).Trim());
        }

        var why = state.Error is { } error ? $": {error}" : $" after {string.Join(", ", ProgressText.Describe(state, terminal.Time))}.";
        await terminal.SayAsync($"The fan-out {state.Id} {(state.Status == "failed" ? "has" : "was")} {state.Status}{why}");
        return ExitCodes.SomeFailed;
    }

    private async Task<int> DetachAsync(string id, string comeBack)
    {
        if (terminal.Interrupts.IsTermination)
        {
            return ExitCodes.Interrupted;
        }

        await terminal.SayAsync($"Detached from {id}, which is not lost. Come back with:{Environment.NewLine}  {comeBack}");
        await terminal.SayAsync($"Ctrl-C again within {SecondThought.TotalSeconds} seconds cancels it.");
        try
        {
            await Task.Delay(SecondThought, terminal.Time, terminal.Interrupts.Cancel);

            // A host in this process went on meanwhile: what is over needs nobody to come back.
            return (await client.GetAsync(id, CancellationToken.None)).Status is "completed" or "aborted"
                ? await ShowReportAsync(id)
                : ExitCodes.Interrupted;
        }
        catch (OperationCanceledException)
        {
            await client.TellAsync(id, "cancel", CancellationToken.None);
            await terminal.SayAsync($"Canceling {id}: what is in flight comes to its end. Ctrl-C once more leaves it to itself.");
            var state = await UntilOverAsync(id);
            if (state.Status is "completed" or "aborted")
            {
                // All that was left was in flight.
                return await ShowReportAsync(id);
            }

            await terminal.SayAsync($"Canceled {id} after {string.Join(", ", ProgressText.Describe(state, terminal.Time))}.");
            return ExitCodes.SomeFailed;
        }
    }

    // A host in this process has to live until then. What is in flight is over within seconds, or the upstream's patience.
    private async Task<FanOutState> UntilOverAsync(string id)
    {
        while (true)
        {
            var state = await client.GetAsync(id, CancellationToken.None);
            if (state.IsOver)
            {
                return state;
            }

            await Task.Delay(Look, terminal.Time, CancellationToken.None);
        }
    }
}
