using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>
/// Connects to whom is to be told, and to nobody inside a private network: the addresses are checked that are then connected to, so
/// that a name which resolves to another address a moment later gets nowhere.
/// </summary>
/// <param name="resolve">What looks names up; the system unless a test says otherwise.</param>
internal sealed class NotifyConnection(
    IOptions<FanOutOptions> options, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    /// <exception cref="HttpRequestException">The name has no address that may be told.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The stream that is returned owns the socket.")]
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = await (resolve ?? Dns.GetHostAddressesAsync)(host, cancellation);
        var allowed = options.Value.AllowPrivateNotify ? found : Array.FindAll(found, NotifyAddress.IsPublic);
        if (allowed.Length == 0)
        {
            throw new HttpRequestException(
                $"{host} has no address on the open internet: it is not told. {FanOutOptions.Section}:{nameof(FanOutOptions.AllowPrivateNotify)} would allow it.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
