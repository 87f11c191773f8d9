using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace EmbeddedFunctions.Hosting;

/// <summary>Lets Kestrel listen without a port: connections are pairs of pipes in memory.</summary>
internal sealed class MemoryTransport : IConnectionListenerFactory, IConnectionListener
{
    public static readonly EndPoint EndPoint = new MemoryEndPoint();

    private readonly Channel<ConnectionContext> _connections = Channel.CreateUnbounded<ConnectionContext>();
    private int _count;

    EndPoint IConnectionListener.EndPoint => EndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(this);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _connections.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_connections.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    /// <summary>Opens a connection; what is written to the stream is what the server reads.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The server that accepts the connection disposes it.")]
    public Stream Connect()
    {
        var toServer = new Pipe();
        var toClient = new Pipe();
        var connection = new DefaultConnectionContext(
            $"memory-{Interlocked.Increment(ref _count)}",
            new DuplexPipe(toServer.Reader, toClient.Writer),
            new DuplexPipe(toClient.Reader, toServer.Writer))
        {
            LocalEndPoint = EndPoint,
            RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 0),
        };
        return _connections.Writer.TryWrite(connection)
            ? new MemoryStreamPair(toClient.Reader.AsStream(), toServer.Writer.AsStream())
            : throw new ObjectDisposedException(nameof(MemoryTransport), "The host has stopped.");
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _connections.Writer.TryComplete();
        return default;
    }

    public ValueTask DisposeAsync() => UnbindAsync();

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class MemoryEndPoint : EndPoint
    {
        public override string ToString() => "memory";
    }
}
