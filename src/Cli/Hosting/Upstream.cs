using System.Net.Sockets;
using CharacterFanOut.Cli.Client;

namespace CharacterFanOut.Cli.Hosting;

/// <summary>The API that is asked for characters, before it is asked for many.</summary>
internal static class Upstream
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Makes sure that something listens there. Nothing is asked: the upstream may count requests.</summary>
    /// <param name="address">The API; null for the sample API, which is always there.</param>
    /// <exception cref="CliException">Nothing listens.</exception>
    public static async Task CheckAsync(UpstreamAddress? address, CancellationToken cancellationToken)
    {
        if (address is null)
        {
            return;
        }

        var upstream = address.Root;

        // Behind a proxy it is the proxy that is connected to.
        var first = HttpClient.DefaultProxy.IsBypassed(upstream) ? upstream : HttpClient.DefaultProxy.GetProxy(upstream) ?? upstream;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        using var connection = new TcpClient();
        try
        {
            await connection.ConnectAsync(first.IdnHost, first.Port, timeout.Token);
        }
        catch (SocketException e)
        {
            throw CliException.Unreachable($"Cannot reach the upstream at {address.Shown()}: {FanOutClient.Describe(e)}.{Environment.NewLine}Is it --api as it should be, and does it run?", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw CliException.Unreachable($"The upstream at {address.Shown()} cannot be connected to within {Timeout.TotalSeconds} s.", e);
        }
    }
}
