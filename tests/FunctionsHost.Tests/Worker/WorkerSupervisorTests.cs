using System.Net;
using FunctionsHost.Worker;
using FunctionsHost.Worker.Protocol;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Tests.Worker;

public sealed class WorkerSupervisorTests
{
    [Fact]
    public async Task Worker_ThatCrashes_IsStartedAgain_AndWhatRanIsToldSo()
    {
        var entered = new TaskCompletionSource();
        var worker = new FakeWorker().Http("Work");
        worker.OnInvoke = async (_, _, cancellationToken) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return FakeWorker.Text("never");
        };
        await using var host = await TestHosts.StartAsync(worker);
        var running = host.Client.GetAsync("api/Work");
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        worker.OnInvoke = (_, _, _) => Task.FromResult(FakeWorker.Text("again"));
        worker.Crash();
        using var lost = await running;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, lost.StatusCode);
        Assert.NotNull(lost.Headers.RetryAfter);
        Assert.Equal("again", await host.Client.GetStringAsync("api/Work"));
        Assert.Equal(2, worker.Starts);
    }

    [Fact]
    public async Task Worker_ThatDoesNotEndWhenToldTo_IsKilled()
    {
        using var log = new ListingLoggers();
        var worker = new FakeWorker { IgnoresItsEnd = true }.Http("Work");
        await using var host = await TestHosts.StartAsync(worker, logging: logging => logging.AddProvider(log));
        await host.StopAsync();
        Assert.Contains("The worker did not stop when it was told to; it is killed.", log.Lines);
    }

    [Fact]
    public async Task Worker_WhosePortIsTaken_IsStartedAgain()
    {
        var worker = new FakeWorker().Http("Work");
        worker.FailingStarts.Enqueue("Unhandled exception. Microsoft.AspNetCore.Connections.AddressInUseException: Address already in use");
        await using var host = await TestHosts.StartAsync(worker);
        Assert.Equal("GET", await host.Client.GetStringAsync("api/Work"));
        Assert.Equal(2, worker.Starts);
    }

    [Fact]
    public async Task Worker_ThatEndsForAnotherReason_IsNotStartedAgain()
    {
        var worker = new FakeWorker().Http("Work");
        worker.FailingStarts.Enqueue("A setting is missing.");
        var failure = await Assert.ThrowsAsync<WorkerStartException>(() => TestHosts.StartAsync(worker));
        Assert.Contains("A setting is missing.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, worker.Starts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Worker_ThatNeverStaysUp_EndsTheHostWhichSaysWhy(bool startsWell)
    {
        var worker = new FakeWorker().Http("Work");
        worker.OnInvoke = (_, _, _) =>
        {
            worker.Crash();

            // One that has crashed answers nothing.
            return new TaskCompletionSource<InvocationResponse>().Task;
        };
        await using var host = await TestHosts.StartAsync(worker);
        for (var i = 0; i < 10 && !startsWell; i++)
        {
            worker.FailingStarts.Enqueue("The licence has run out.");
        }

        // Each request waits for the next worker, and ends it.
        while (!host.Host.Stopping.IsCancellationRequested)
        {
            using var response = await host.Client.GetAsync("api/Work");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }

        Assert.Equal(6, worker.Starts);
        Assert.Contains("6 times in a row", host.Host.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(!startsWell, host.Host.Failure.Message.Contains("The licence has run out.", StringComparison.Ordinal));
        await host.StopAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Channel_OfAnotherProcess_IsRefused(bool withTheRealId)
    {
        var worker = new FakeWorker().Http("Work");
        await using var host = await TestHosts.StartAsync(worker);
        var id = withTheRealId ? FakeWorker.Argument(worker.Started!, "--functions-worker-id") : "1";
        using var channel = GrpcChannel.ForAddress(FakeWorker.Argument(worker.Started!, "--functions-uri"));
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(FakeWorker.EventStream, null, new CallOptions());
        await call.RequestStream.WriteAsync(new StreamingMessage { StartStream = new StartStream { WorkerId = id } });
        var failure = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
        Assert.Equal("GET", await host.Client.GetStringAsync("api/Work"));
    }

    [Fact]
    public async Task Invocations_ManyAtOnce_AreEachAnsweredWithTheirOwn()
    {
        var worker = new FakeWorker().Function("Activity", """{"name":"input","type":"activityTrigger","direction":"In"}""");
        worker.OnInvoke = (_, request, _) => Task.FromResult(new InvocationResponse
        {
            Result = new StatusResult { Status = StatusResult.Types.Status.Success },
            ReturnValue = new TypedData { Json = request.InputData[0].Data.Json },
        });
        await using var host = await TestHosts.StartAsync(worker);
        var invoker = (IFunctionInvoker)host.Host.Services.GetService(typeof(IFunctionInvoker))!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 2000).Select(number => invoker.InvokeAsync("Activity", new TriggerInput($"{number}", IsJson: true), CancellationToken.None)));
        Assert.Equal(Enumerable.Range(0, 2000).Select(number => new ReturnValue($"{number}", IsJson: true)), answers);
    }

    [Fact]
    public async Task Invocation_ThatFails_SaysWhatTheWorkerSaid()
    {
        var worker = new FakeWorker().Function("Activity", """{"name":"input","type":"activityTrigger","direction":"In"}""");
        worker.OnInvoke = (_, _, _) => throw new ArgumentException("not that");
        await using var host = await TestHosts.StartAsync(worker);
        var invoker = (IFunctionInvoker)host.Host.Services.GetService(typeof(IFunctionInvoker))!;
        var failure = await Assert.ThrowsAsync<FunctionFailedException>(() => invoker.InvokeAsync("activity", new TriggerInput("x"), CancellationToken.None));
        Assert.Equal("System.ArgumentException", failure.RemoteType);
        Assert.Equal("not that", failure.RemoteMessage);
        Assert.NotEmpty(failure.RemoteStackTrace!);
    }
}
