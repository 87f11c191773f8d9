using FunctionsHost.Worker;
using FunctionsHost.Worker.Protocol;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsHost.Tests.Worker;

public sealed class WorkerChannelTests
{
    [Fact]
    public async Task Run_ConnectionBreaks_IsTheEndOfTheChannelAndNoFailure()
    {
        var channel = Create();
        var invocation = channel.InvokeAsync(new InvocationRequest { InvocationId = "1" }, TestContext.Current.CancellationToken);

        await channel.RunAsync(new FailingStream(new IOException("The request stream was aborted.")), new Silence(), TestContext.Current.CancellationToken);

        await channel.Ended;
        await Assert.ThrowsAsync<WorkerUnavailableException>(() => invocation);
    }

    [Fact]
    public async Task Run_MessageThatCannotBeRead_Fails()
    {
        await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => Create().RunAsync(
            new FailingStream(new Grpc.Core.RpcException(new Status(StatusCode.Internal, "garbage"))), new Silence(), TestContext.Current.CancellationToken));
    }

    private static WorkerChannel Create() => new(new WorkerLog(NullLoggerFactory.Instance)) { FunctionIds = new Dictionary<string, string>() };

    private sealed class FailingStream(Exception failure) : IAsyncStreamReader<StreamingMessage>
    {
        public StreamingMessage Current => throw new InvalidOperationException();

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromException<bool>(failure);
    }

    private sealed class Silence : IServerStreamWriter<StreamingMessage>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(StreamingMessage message) => Task.CompletedTask;
    }
}
