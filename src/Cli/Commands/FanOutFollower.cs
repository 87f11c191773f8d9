using System.Text.Json;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary>Follows a fan-out to its end and shows its report. Ctrl-C detaches from it, a second Ctrl-C cancels it.</summary>
/// <param name="asJson">Whether the report is printed as one JSON object.</param>
/// <param name="withChanges">Whether each change of the status is printed before, as one JSON object as well.</param>
internal sealed class FanOutFollower(FanOutClient client, TerminalSession terminal, bool asJson, bool withChanges = false)
{
    private static readonly TimeSpan CancelWindow = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CancelPollInterval = TimeSpan.FromMilliseconds(100);

    // Short fan-outs end between two polls, long ones do not need many.
    private static readonly TimeSpan MinPollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MaxPollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan OutageTimeout = TimeSpan.FromMinutes(1);

    private string? printed;

    /// <param name="continueCommand">The command that continues after a detach.</param>
    public async Task<int> FollowAsync(string id, string continueCommand)
    {
        try
        {
            var state = await ProgressDisplay.ShowAsync(terminal, show => PollAsync(id, show, terminal.Signals.Detach));
            return HasReport(state) ? await ShowReportAsync(id) : await ShowEndAsync(state);
        }
        catch (OperationCanceledException) when (terminal.Signals.Detach.IsCancellationRequested)
        {
            return await DetachAsync(id, continueCommand);
        }
    }

    public async Task<int> ShowReportAsync(string id)
    {
        var (report, json) = await client.GetReportAsync(id, CancellationToken.None);
        if (asJson)
        {
            await terminal.Output.WriteLineAsync(json);
        }
        else
        {
            terminal.Results.Value.Write(ReportView.Create(report));
        }

        if (report.Fetched == report.Requested)
        {
            return ExitCodes.Success;
        }

        // All failed to connect: the cause is not the ids but the upstream.
        var isUnreachable = report.Fetched == 0 && report.Failed > 0 && report.FailedByKind.Keys.All(static kind => kind == FailureKinds.Name(FailureKind.Network));
        return isUnreachable ? ExitCodes.Unreachable : ExitCodes.SomeFailed;
    }

    private static bool HasReport(FanOutView state) => state.Status is FanOutState.Completed or FanOutState.Aborted;

    private async Task<FanOutView> PollAsync(string id, Action<Progress> show, CancellationToken cancellationToken)
    {
        var batches = new BatchProgress();
        var interval = MinPollInterval;
        var lastAnswer = terminal.Time.GetTimestamp();
        Progress? last = null;
        while (true)
        {
            try
            {
                var state = terminal.CanRedraw ? await batches.UpdateAsync(client, id, cancellationToken) : null;
                var json = "";
                if (state is null || withChanges)
                {
                    (state, json) = await client.GetAsync(id, cancellationToken);
                }

                last = new(state, batches, state.Problem);
                lastAnswer = terminal.Time.GetTimestamp();
                show(last);
                await PrintChangeAsync(state, json);
                if (state.IsOver)
                {
                    return state;
                }
            }
            catch (CliException e) when (e.ExitCode == ExitCodes.Unreachable && last is not null && terminal.Time.GetElapsedTime(lastAnswer) < OutageTimeout)
            {
                // A host that restarts continues its fan-outs.
                show(last with { Trouble = "the host does not answer; still trying" });
            }

            await Task.Delay(interval, terminal.Time, cancellationToken);
            interval = interval * 1.5 < MaxPollInterval ? interval * 1.5 : MaxPollInterval;
        }
    }

    // The rate and the time left change with each second, whether anything happens or not.
    private async Task PrintChangeAsync(FanOutView state, string json)
    {
        if (withChanges && JsonSerializer.Serialize(state with { IdsPerSecond = null, SecondsLeft = null }, ClientJsonContext.Default.FanOutView) is var now && now != printed)
        {
            printed = now;
            await terminal.Output.WriteLineAsync(json);
            await terminal.Output.FlushAsync();
        }
    }

    private async Task<int> ShowEndAsync(FanOutView state)
    {
        if (asJson && printed is null)
        {
            await terminal.Output.WriteLineAsync((await client.GetAsync(state.Id, CancellationToken.None)).Json);
        }

        var why = state.Error is { } error ? $": {error}" : $" after {ProgressText.Describe(state, terminal.Time)}.";
        await terminal.WriteMessageAsync($"The fan-out {state.Id} {(state.Status == FanOutState.Failed ? "has" : "was")} {ProgressText.Name(state)}{why}");
        return ExitCodes.SomeFailed;
    }

    private async Task<int> DetachAsync(string id, string continueCommand)
    {
        if (terminal.Signals.IsTermination)
        {
            return ExitCodes.Interrupted;
        }

        await terminal.WriteMessageAsync($"Detached from {id}, which is not lost. Continue with:{Environment.NewLine}  {continueCommand}");
        await terminal.WriteMessageAsync($"Ctrl-C again within {CancelWindow.TotalSeconds} seconds cancels it.");
        try
        {
            await Task.Delay(CancelWindow, terminal.Time, terminal.Signals.Cancel);

            // A host in this process went on meanwhile.
            return HasReport((await client.GetAsync(id, CancellationToken.None)).Value) ? await ShowReportAsync(id) : ExitCodes.Interrupted;
        }
        catch (OperationCanceledException)
        {
            return await CancelAsync(id);
        }
    }

    private async Task<int> CancelAsync(string id)
    {
        await client.ControlAsync(id, "cancel", [], CancellationToken.None);
        await terminal.WriteMessageAsync($"Canceling {id}: fetches in flight finish. Ctrl-C once more leaves without waiting.");

        // A host in this process has to live until then.
        FanOutView state;
        while (!(state = (await client.GetAsync(id, CancellationToken.None)).Value).IsOver)
        {
            await Task.Delay(CancelPollInterval, terminal.Time, CancellationToken.None);
        }

        if (HasReport(state))
        {
            // Only fetches in flight were left.
            return await ShowReportAsync(id);
        }

        await terminal.WriteMessageAsync($"Canceled {id} after {ProgressText.Describe(state, terminal.Time)}.");
        return ExitCodes.SomeFailed;
    }
}
