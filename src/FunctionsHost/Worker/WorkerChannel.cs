using System.Collections.Concurrent;
using System.Threading.Channels;
using FunctionsHost.Worker.Protocol;
using Grpc.Core;

namespace FunctionsHost.Worker;

/// <summary>
/// The conversation with one connected worker. One task writes, so that messages of many invocations go out together; one reads, and completes
/// invocations by their id, in whatever order they end.
/// </summary>
internal sealed class WorkerChannel(WorkerLog log)
{
    private static readonly WriteOptions Buffered = new(WriteFlags.BufferHint);
    private static readonly WriteOptions Flushed = new();

    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _requests = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _invocations = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _ended;

    /// <summary>Completes when the conversation is over.</summary>
    public Task Ended => _closed.Task;

    /// <summary>Where the worker answers HTTP itself; null when it does not.</summary>
    public Uri? HttpUri { get; set; }

    /// <summary>The ids that this worker gave to its functions, by name.</summary>
    public required IReadOnlyDictionary<string, string> FunctionIds { get; set; }

    /// <summary>Reads and writes until the worker or the host ends the conversation.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = WriteAsync(outgoing, cancellationToken);
        var reading = ReadAsync(incoming, ended.Token);
        try
        {
            if (await Task.WhenAny(reading, writing).ConfigureAwait(false) == reading)
            {
                await reading.ConfigureAwait(false);
                return;
            }

            // The host has ended the channel. A worker in the host's own process does not close it: the server would wait for that until it is out of patience.
            await ended.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (IOException)
        {
            // A process that ends may break its connection instead of closing it: no failure of the call, which the server would log with its stack.
        }
        finally
        {
            End("The worker closed its channel.");
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends a request of the start sequence and waits for its answer.</summary>
    public async Task<StreamingMessage> AskAsync(StreamingMessage request, CancellationToken cancellationToken)
    {
        request.RequestId = Guid.NewGuid().ToString();
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests[request.RequestId] = answer;
        Post(request);
        if (_ended is { } reason)
        {
            answer.TrySetException(new WorkerUnavailableException(reason));
        }

        return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs an invocation. Cancelling tells the worker so; the task still waits for what the worker answers.</summary>
    /// <exception cref="WorkerUnavailableException">The worker is gone.</exception>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        var outcome = new TaskCompletionSource<InvocationResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _invocations[request.InvocationId] = outcome;
        Post(new StreamingMessage { InvocationRequest = request });
        if (_ended is { } reason)
        {
            // The end may have come between the two lines above, and found nothing to fail.
            outcome.TrySetException(new WorkerUnavailableException(reason));
        }

        var cancelling = cancellationToken.UnsafeRegister(
            static (state, _) =>
            {
                var (channel, id) = ((WorkerChannel, string))state!;
                channel.Post(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = id } });
            },
            cancellationToken.CanBeCanceled ? (this, request.InvocationId) : null);
        await using (cancelling.ConfigureAwait(false))
        {
            return await outcome.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Stops waiting for an invocation that does not end.</summary>
    public void Forget(string invocationId, Exception reason)
    {
        if (_invocations.TryRemove(invocationId, out var outcome))
        {
            outcome.TrySetException(reason);
        }
    }

    /// <summary>Asks the worker to end.</summary>
    public void Terminate() => Post(new StreamingMessage { WorkerTerminate = new WorkerTerminate() });

    /// <summary>Fails all that waits for this worker. Only the first reason counts.</summary>
    public void End(string reason)
    {
        Interlocked.CompareExchange(ref _ended, reason, null);
        _outgoing.Writer.TryComplete();
        _closed.TrySetResult();
        foreach (var (id, _) in _invocations)
        {
            Forget(id, new WorkerUnavailableException(_ended!));
        }

        foreach (var (id, _) in _requests)
        {
            if (_requests.TryRemove(id, out var answer))
            {
                answer.TrySetException(new WorkerUnavailableException(_ended!));
            }
        }
    }

    private void Post(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        try
        {
            while (await _outgoing.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (_outgoing.Reader.TryRead(out var message))
                {
                    // What is already waiting goes out with the same flush.
                    outgoing.WriteOptions = _outgoing.Reader.TryPeek(out _) ? Buffered : Flushed;
                    await outgoing.WriteAsync(message, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            End($"The worker cannot be written to: {e.Message}");
        }
    }

    private async Task ReadAsync(IAsyncStreamReader<StreamingMessage> incoming, CancellationToken cancellationToken)
    {
        while (await incoming.MoveNext(cancellationToken).ConfigureAwait(false))
        {
            var message = incoming.Current;
            switch (message.ContentCase)
            {
                case StreamingMessage.ContentOneofCase.InvocationResponse:
                    if (_invocations.TryRemove(message.InvocationResponse.InvocationId, out var outcome))
                    {
                        outcome.TrySetResult(message.InvocationResponse);
                    }

                    break;
                case StreamingMessage.ContentOneofCase.RpcLog:
                    log.Write(message.RpcLog);
                    break;
                default:
                    if (_requests.TryRemove(message.RequestId, out var answer))
                    {
                        answer.TrySetResult(message);
                    }

                    break;
            }
        }
    }
}
