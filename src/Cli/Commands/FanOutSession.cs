using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Hosting;

namespace CharacterFanOut.Cli.Commands;

/// <summary>A host to talk to: one that runs elsewhere, or one in this process for as long as the command takes.</summary>
/// <param name="host">The host's root.</param>
/// <param name="key">The function key, where the host wants one.</param>
/// <param name="local">The host, when it is in this process.</param>
/// <param name="comeBackHere">The command that comes back to what was not over, when the host is in this process.</param>
/// <param name="whenUnreachable">What to say when nothing answers there; null for what there is to say of a host that was named.</param>
internal sealed class FanOutSession(Uri host, string? key, LocalHost? local = null, string comeBackHere = "", string? whenUnreachable = null) : IAsyncDisposable
{
    /// <summary>The host's API.</summary>
    public FanOutClient Client { get; } = new(host, key, whenUnreachable);

    /// <summary>Whether the host ends with the command.</summary>
    public bool EndsWithCommand => local is not null;

    /// <summary>That there are no fan-outs, and how there come to be some.</summary>
    public string NoFanOuts => local is null
        ? $"There are no fan-outs on the host at {Client.Host}. Start one with:{Environment.NewLine}  fanout start 1-99"
        : $"There are no fan-outs in {local.DataFolder}. Start one with:{Environment.NewLine}  fanout run 1-99";

    /// <summary>The command that comes back to a fan-out which is not over.</summary>
    public string ComeBack(string id) => EndsWithCommand ? comeBackHere : $"fanout watch {id} --host {Client.Host.GetLeftPart(UriPartial.Authority)}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (local is not null)
        {
            await local.DisposeAsync();
        }
    }
}
