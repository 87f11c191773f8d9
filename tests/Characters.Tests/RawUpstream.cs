using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace CharacterFanOut.Characters.Tests;

/// <summary>A TCP server whose answers are bytes: for what no web server would send. The first request is number 1.</summary>
internal sealed class RawUpstream : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<NetworkStream, int, Task> answer;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentBag<Task> connections = [];
    private readonly Task accepting;
    private readonly ServiceProvider services;
    private int requests;

    private RawUpstream(Func<NetworkStream, int, Task> answer, TimeProvider clock, (string Key, string Value)[] settings)
    {
        this.answer = answer;
        listener.Start();
        accepting = AcceptAsync();
        services = Upstream.Services(BaseAddress, clock, settings);
    }

    public Uri BaseAddress => new($"http://{listener.LocalEndpoint}/api/");

    public CharacterClient Client => services.GetRequiredService<CharacterClient>();

    public int Requests => Volatile.Read(ref requests);

    public static RawUpstream Start(Func<NetworkStream, int, Task> answer, TimeProvider? clock = null, params (string Key, string Value)[] settings) =>
        new(answer, clock ?? TimeProvider.System, settings);

    /// <summary>Answers each request with the same bytes and closes the connection.</summary>
    public static RawUpstream Start(byte[] bytes, params (string Key, string Value)[] settings) =>
        Start((stream, _) => stream.WriteAsync(bytes).AsTask(), null, settings);

    /// <summary>A whole answer that says how long its body is, and that it is the connection's last.</summary>
    public static byte[] Answer(string status, string headers, byte[] body) =>
        [.. Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {body.Length}\r\n{headers}\r\n"), .. body];

    public static byte[] Answer(string status, string headers = "", string body = "") => Answer(status, headers, Encoding.UTF8.GetBytes(body));

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(connections);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptSocketAsync(stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException || (e is InvalidOperationException && stop.IsCancellationRequested))
        {
            // A connection that came at the last moment: the listener is closed by the time that the next one is waited for.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using NetworkStream stream = new(socket, ownsSocket: true);
        try
        {
            byte[] buffer = new byte[8192];
            int length = 0;
            while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
            {
                int read = await stream.ReadAsync(buffer.AsMemory(length), stop.Token);
                if (read == 0)
                {
                    return;
                }

                length += read;
            }

            await answer(stream, Interlocked.Increment(ref requests)).WaitAsync(stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
        }
    }
}
