using System.Net.Sockets;

namespace CharacterFanOut.Characters;

/// <summary>
/// A connection that, when given up, says so to the upstream and then stays open until the upstream has closed it too or
/// <paramref name="closeTimeout"/> has passed. A request that was given up so counts as in flight for as long as the upstream may be working on it.
/// </summary>
internal sealed class UpstreamConnection(Socket socket, TimeSpan closeTimeout, TimeProvider time) : NetworkStream(socket, ownsSocket: false)
{
    private static readonly AsyncLocal<Exchange?> Current = new();

    private readonly CancellationTokenSource givenUp = new();
    private Task? closed;
    private int isClosing;

    /// <summary>Completes when the connection is closed on both sides; null while it is in use or pooled.</summary>
    public Task? Closed => Volatile.Read(ref closed);

    /// <summary>From now on, in this asynchronous flow: notes the connection that a request is written to.</summary>
    public static Exchange Track() => Current.Value = new Exchange();

    /// <summary>Connects; for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, TimeSpan closeTimeout, TimeProvider time, CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // The connection disposes of it when it is closed.
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
#pragma warning restore CA2000
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new UpstreamConnection(socket, closeTimeout, time);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The handler ends a pending read by disposing of the stream, and here that leaves the socket open.
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource? either = cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, givenUp.Token)
            : null;
        return await base.ReadAsync(buffer, either?.Token ?? givenUp.Token).ConfigureAwait(false);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Current.Value is { } exchange)
        {
            exchange.Connection = this;
        }

        return base.WriteAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref isClosing, 1) == 0)
        {
            Volatile.Write(ref closed, CloseAsync());
        }

        base.Dispose(disposing);
    }

    private async Task CloseAsync()
    {
        using CancellationTokenSource timeout = new(closeTimeout, time);
        byte[] ignored = new byte[4096];
        try
        {
#pragma warning disable CA1849 // The pending read has to end before the handler goes on.
            givenUp.Cancel();
#pragma warning restore CA1849
            Socket.Shutdown(SocketShutdown.Send);
            while (await Socket.ReceiveAsync(ignored, SocketFlags.None, timeout.Token).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Reset by the upstream, or the time is up: closed either way.
        }
        finally
        {
            Socket.Dispose();
            givenUp.Dispose();
        }
    }

    /// <summary>One request and its answer, on one connection.</summary>
    internal sealed class Exchange
    {
        /// <summary>The connection that the request was last written to; null while there is none.</summary>
        public UpstreamConnection? Connection { get; set; }

        /// <summary>Whether the answer was read to its end.</summary>
        public bool IsComplete { get; set; }
    }
}
