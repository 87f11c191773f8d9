using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary>Asks a host how a fan-out stands until it is over.</summary>
/// <param name="client">The host.</param>
/// <param name="terminal">Where what is seen is shown.</param>
internal sealed class FanOutWatcher(FanOutClient client, TerminalSession terminal)
{
    // Short fan-outs end between two looks, long ones do not need many.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly BatchLook batches = new(client);

    /// <summary>Watches one.</summary>
    /// <returns>The last state, which is over.</returns>
    public Task<FanOutState> WatchAsync(string id, CancellationToken cancellation)
    {
        IProgressView view = terminal.CanRedraw
            ? new LiveProgress(terminal.Notices.Value, terminal.Time)
            : new PlainProgress(terminal.Error, terminal.Time);
        return view.ShowAsync(show => PollAsync(id, view.ShowsBatches, show, cancellation));
    }

    private async Task<FanOutState> PollAsync(string id, bool withBatches, Action<Progress> show, CancellationToken cancellation)
    {
        var pause = FirstPause;
        var lastAnswer = terminal.Time.GetTimestamp();
        Progress? last = null;
        while (true)
        {
            try
            {
                var state = await client.GetAsync(id, cancellation);
                last = new(state, withBatches ? await batches.LookAsync(state, cancellation) : new BatchBoard());
                lastAnswer = terminal.Time.GetTimestamp();
                show(last);
                if (state.IsOver)
                {
                    return state;
                }
            }
            catch (CliException e) when (e.ExitCode == ExitCodes.Unreachable && last is not null && terminal.Time.GetElapsedTime(lastAnswer) < Patience)
            {
                // A host that restarts goes on where it was; so does whoever watches it.
                show(last with { Trouble = "the host does not answer; still trying" });
            }

            await Task.Delay(pause, terminal.Time, cancellation);
            pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
        }
    }
}
