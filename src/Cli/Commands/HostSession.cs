using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using CharacterFanOut.Cli.Hosting;

namespace CharacterFanOut.Cli.Commands;

/// <summary>The host of a command: one that runs elsewhere, or one in this process that ends with the session.</summary>
/// <param name="resumeCommand">The command that resumes what the host in this process did not finish.</param>
internal sealed class HostSession(Uri host, string? key, LocalHost? local = null, string resumeCommand = "") : IAsyncDisposable
{
    public FanOutClient Client { get; } = new(host, key);

    /// <summary>Whether the host ends with the command.</summary>
    public bool IsLocal => local is not null;

    /// <summary>Whether nobody works on the folder's fan-outs.</summary>
    public bool IsReadOnly => local is { IsReadOnly: true };

    /// <summary>The upstream of the host in this process; null when the host runs elsewhere.</summary>
    public string? Upstream => local?.UpstreamName;

    /// <summary>The state as it is: a fan-out that nobody works on is stopped.</summary>
    public FanOutView See(FanOutView state) => IsReadOnly && state.Status is (FanOutState.Pending or FanOutState.Running) ? state with { IsStopped = true, Waiting = null } : state;

    public string NoFanOuts => local is null
        ? $"There are no fan-outs on the host at {Client.Host}. Start one with:{Environment.NewLine}  fanout start 1-99"
        : $"There are no fan-outs in {local.DataFolder}. Start one with:{Environment.NewLine}  fanout run 1-99";

    /// <summary>The message that a fan-out is stopped, and how to go on with it; null when it is not.</summary>
    public string? DescribeStopped(FanOutView state) => !See(state).IsStopped ? null
        : $"{state.Id} is stopped, {ProgressText.Number(state.Fetched)} of {ProgressText.Number(state.Requested)} fetched. Go on with:{Environment.NewLine}  {ResumeCommand(state)}";

    /// <summary>The command that goes on with a fan-out of the folder, with its own upstream.</summary>
    public string ResumeCommand(FanOutView state) => state.Upstream is { } upstream && upstream != Upstream ? $"{resumeCommand} --api {upstream}" : resumeCommand;

    /// <summary>The command that continues with a fan-out which is not over.</summary>
    public string ContinueCommand(string id) => IsLocal ? resumeCommand : $"fanout watch {id} --host {Client.Host.GetLeftPart(UriPartial.Authority)}";

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (local is not null)
        {
            await local.DisposeAsync();
        }
    }
}
