using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using FunctionsHost.Worker;
using FunctionsHost.Worker.Protocol;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace FunctionsHost.Tests;

/// <summary>A worker of the test's own, in the test's process: it has the functions that it is told to have, and speaks the real channel.</summary>
internal sealed class FakeWorker : IWorkerLauncher
{
    private static readonly Marshaller<StreamingMessage> Messages = Marshallers.Create(message => ReferenceEquals(message, Nonsense) ? [0xff, 0xff, 0xff] : message.ToByteArray(), StreamingMessage.Parser.ParseFrom);

    private readonly List<RpcFunctionMetadata> _functions = [];
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _cancellations = new();
    private TaskCompletionSource<string> _exited = new();
    private ChannelWriter<StreamingMessage>? _outgoing;

    public static Method<StreamingMessage, StreamingMessage> EventStream { get; } = new(MethodType.DuplexStreaming, "AzureFunctionsRpcMessages.FunctionRpc", "EventStream", Messages, Messages);

    /// <summary>Goes out as bytes that are no message.</summary>
    public static StreamingMessage Nonsense { get; } = new();

    /// <summary>Changes what is answered: the start (from 1), the answer; null ends the worker.</summary>
    public Func<int, StreamingMessage, StreamingMessage?> Answering { get; set; } = (_, answer) => answer;

    /// <summary>Answers invocations: function, request, cancellation. By default HTTP functions answer with the request's method.</summary>
    public Func<string, InvocationRequest, CancellationToken, Task<InvocationResponse>> OnInvoke { get; set; } = (_, request, _) => Task.FromResult(Text(request.InputData[0].Data.Http?.Method ?? ""));

    /// <summary>Whether it goes on when it is told to end.</summary>
    public bool IgnoresItsEnd { get; set; }

    /// <summary>What the next starts print before they end at once.</summary>
    public Queue<string> FailingStarts { get; } = new();

    /// <summary>What the host last asked to be started.</summary>
    public WorkerStart? Started { get; private set; }

    /// <summary>What the host said of each function when it had it loaded.</summary>
    public ConcurrentDictionary<string, RpcFunctionMetadata> Loaded { get; } = new();

    /// <summary>How often a worker was started.</summary>
    public int Starts { get; private set; }

    public static InvocationResponse Text(string body) => new()
    {
        Result = new StatusResult { Status = StatusResult.Types.Status.Success },
        ReturnValue = new TypedData { Http = new RpcHttp { StatusCode = "200", Body = new TypedData { Bytes = ByteString.CopyFromUtf8(body) } } },
    };

    public FakeWorker Http(string name, string? route = null, string level = "Anonymous", params string[] methods)
        => Function(name, JsonSerializer.Serialize(new { name = "req", type = "httpTrigger", direction = "In", authLevel = level, route, methods }));

    public FakeWorker Timer(string name, string schedule, bool runOnStartup = false, bool useMonitor = true, RpcRetryOptions? retry = null)
    {
        Function(name, JsonSerializer.Serialize(new { name = "timer", type = "timerTrigger", direction = "In", schedule, runOnStartup, useMonitor }));
        _functions[^1].RetryOptions = retry;
        return this;
    }

    public FakeWorker Function(string name, params string[] bindings)
    {
        _functions.Add(new RpcFunctionMetadata { Name = name, FunctionId = Guid.NewGuid().ToString(), RawBindings = { bindings } });
        return this;
    }

    public IRunningWorker Launch(WorkerStart start)
    {
        Started = start;
        Starts++;
        _exited = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (FailingStarts.TryDequeue(out var output))
        {
            start.Output(output);
            Crash();
        }

        return new Running(this, start, _exited);
    }

    /// <summary>Sends a message that nobody asked for.</summary>
    public void Send(StreamingMessage message) => _outgoing!.TryWrite(message);

    /// <summary>Ends, as a worker that crashes.</summary>
    public void Crash() => _exited.TrySetResult("exit code 1");

    private async Task RunAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(Argument(start, "--functions-uri"), new GrpcChannelOptions { MaxReceiveMessageSize = null });
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(EventStream, null, new CallOptions(cancellationToken: cancellationToken));
        await call.RequestStream.WriteAsync(new StreamingMessage { StartStream = new StartStream { WorkerId = Argument(start, "--functions-worker-id") } }, cancellationToken);
        var outgoing = Channel.CreateUnbounded<StreamingMessage>();
        _outgoing = outgoing.Writer;
        var writing = Task.Run(
            async () =>
            {
                await foreach (var message in outgoing.Reader.ReadAllAsync(cancellationToken))
                {
                    await call.RequestStream.WriteAsync(message, cancellationToken);
                }
            },
            cancellationToken);
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            var message = call.ResponseStream.Current;
            if (message.ContentCase == StreamingMessage.ContentOneofCase.WorkerTerminate && !IgnoresItsEnd)
            {
                break;
            }

            _ = AnswerAsync(message, outgoing.Writer);
        }
    }

    private async Task AnswerAsync(StreamingMessage message, ChannelWriter<StreamingMessage> outgoing)
    {
        var success = new StatusResult { Status = StatusResult.Types.Status.Success };
        var answer = new StreamingMessage { RequestId = message.RequestId };
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.WorkerInitRequest:
                answer.WorkerInitResponse = new WorkerInitResponse { Result = success };
                break;
            case StreamingMessage.ContentOneofCase.FunctionsMetadataRequest:
                answer.FunctionMetadataResponse = new FunctionMetadataResponse { Result = success, FunctionMetadataResults = { _functions } };
                break;
            case StreamingMessage.ContentOneofCase.FunctionLoadRequest:
                Loaded[message.FunctionLoadRequest.Metadata.Name] = message.FunctionLoadRequest.Metadata;
                answer.FunctionLoadResponse = new FunctionLoadResponse { Result = success, FunctionId = message.FunctionLoadRequest.FunctionId };
                break;
            case StreamingMessage.ContentOneofCase.InvocationCancel:
                if (_cancellations.TryGetValue(message.InvocationCancel.InvocationId, out var running))
                {
                    await running.CancelAsync();
                }

                return;
            case StreamingMessage.ContentOneofCase.InvocationRequest:
                answer.InvocationResponse = await InvokeAsync(message.InvocationRequest);
                break;
            default:
                return;
        }

        if (Answering(Starts, answer) is { } changed)
        {
            await outgoing.WriteAsync(changed);
        }
        else
        {
            Crash();
        }
    }

    private async Task<InvocationResponse> InvokeAsync(InvocationRequest request)
    {
        using var cancellation = new CancellationTokenSource();
        _cancellations[request.InvocationId] = cancellation;
        InvocationResponse response;
        try
        {
            response = await OnInvoke(_functions.Single(function => function.FunctionId == request.FunctionId).Name, request, cancellation.Token);
        }
        catch (Exception e)
        {
            response = new InvocationResponse
            {
                Result = new StatusResult { Exception = new global::FunctionsHost.Worker.Protocol.RpcException { Type = e.GetType().FullName, Message = e.Message, StackTrace = e.StackTrace ?? "", IsUserException = true } },
            };
        }

        _cancellations.TryRemove(request.InvocationId, out _);
        response.InvocationId = request.InvocationId;
        return response;
    }

    public static string Argument(WorkerStart start, string name) => start.Arguments[start.Arguments.ToList().IndexOf(name) + 1];

    private sealed class Running : IRunningWorker
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task<string> _ran;

        public Running(FakeWorker worker, WorkerStart start, TaskCompletionSource<string> crashed)
        {
            _ran = crashed.Task.IsCompleted ? crashed.Task : Task.Run(async () =>
            {
                await worker.RunAsync(start, _stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
                return "stopped";
            });
            Exited = ExitAsync(crashed.Task);
        }

        public Task<string> Exited { get; }

        public void Kill() => _stop.Cancel();

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Exited;
            _stop.Dispose();
        }

        private async Task<string> ExitAsync(Task<string> crashed)
        {
            var how = await await Task.WhenAny(_ran, crashed);
            await _stop.CancelAsync();
            return how;
        }
    }
}
