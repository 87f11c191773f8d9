using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FunctionsHost.Worker;
using FunctionsHost.Worker.Protocol;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using P = Microsoft.DurableTask.Protobuf;

namespace FunctionsHost.Tests.Worker;

/// <summary>A worker that answers what makes no sense: the host says so, and goes on where it can.</summary>
public sealed class WorkerNonsenseTests
{
    private const string Http = """{"name":"req","type":"httpTrigger","authLevel":"Anonymous"}""";

    [Theory]
    [InlineData("kind", "an answer that is none")]
    [InlineData("failure", "No licence.")]
    [InlineData("address", "'not an address'")]
    [InlineData("file", "'file:///etc/hosts'")]
    [InlineData("end", "exit code 1")]
    public async Task Start_AnswerThatMakesNoSense_IsAnErrorThatSaysWhich(string how, string expected)
    {
        var worker = new FakeWorker().Http("Work");
        worker.Answering = (_, answer) => how == "end" && answer.FunctionLoadResponse is not null ? null : answer.WorkerInitResponse is null ? answer : Init(answer, how);
        var failure = await Assert.ThrowsAsync<WorkerStartException>(() => TestHosts.StartAsync(worker));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, worker.Starts);
    }

    [Theory]
    [InlineData("Work", "nonsense")]
    [InlineData("Work", "[]")]
    [InlineData("Work", """{"type":"httpTrigger"}""")]
    [InlineData("Work", """{"name":5,"type":"httpTrigger"}""")]
    [InlineData("Work", """{"name":"","type":"httpTrigger"}""")]
    [InlineData("Work", """{"name":"req","type":"queue"}""")]
    [InlineData("Work", """{"name":"req","type":"httpTrigger","route":5}""")]
    [InlineData("Work", """{"name":"req","type":"httpTrigger","methods":[5]}""")]
    [InlineData("Work", """{"name":"req","type":"timerTrigger","schedule":{}}""")]
    [InlineData("", Http)]
    public async Task Start_FunctionThatMakesNoSense_IsNamed(string name, string binding)
    {
        var failure = await Assert.ThrowsAsync<FunctionDeclarationException>(() => TestHosts.StartAsync(new FakeWorker().Function(name, binding)));
        Assert.Contains($"'{name}'", Assert.Single(failure.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FunctionThatTheWorkerCannotLoad_IsNamedWithTheReason()
    {
        var worker = new FakeWorker().Http("Work");
        worker.Answering = (_, answer) => Unloadable(answer);
        var failure = await Assert.ThrowsAsync<FunctionDeclarationException>(() => TestHosts.StartAsync(worker));
        Assert.Equal("Function 'Work' cannot be loaded by the worker: No such method.", Assert.Single(failure.Problems));
    }

    [Theory]
    [InlineData("address")]
    [InlineData("kind")]
    [InlineData("unloadable")]
    [InlineData("other functions")]
    [InlineData("end")]
    public async Task Restart_AnswerThatMakesNoSense_AnotherWorkerIsTried(string how)
    {
        var worker = new FakeWorker().Http("Work");
        worker.Answering = (start, answer) => (start, how) switch
        {
            (2, "end") => null,
            (2, "unloadable") => Unloadable(answer),
            (2, "other functions") when answer.FunctionMetadataResponse is { } functions => WithoutFunctions(answer, functions),
            (2, _) when answer.WorkerInitResponse is not null => Init(answer, how),
            _ => answer,
        };
        await using var host = await TestHosts.StartAsync(worker);
        worker.Crash();
        await Polling.UntilAsync(() => worker.Starts == 3, "a third worker is started");
        Assert.Equal("GET", await host.Client.GetStringAsync("api/Work"));
    }

    [Fact]
    public async Task Message_ThatNobodyAskedFor_ChangesNothing()
    {
        var worker = new FakeWorker().Http("Work");
        worker.OnInvoke = (_, request, _) =>
        {
            worker.Send(new StreamingMessage());
            worker.Send(new StreamingMessage { StartStream = new StartStream { WorkerId = "x" } });
            worker.Send(new StreamingMessage { RequestId = "x", InvocationRequest = new InvocationRequest { InvocationId = request.InvocationId } });
            worker.Send(new StreamingMessage { InvocationResponse = new InvocationResponse { InvocationId = "x" } });
            worker.Send(new StreamingMessage { InvocationResponse = new InvocationResponse() });
            worker.Send(new StreamingMessage { RpcLog = new RpcLog { Level = (RpcLog.Types.Level)99, LogCategory = (RpcLog.Types.RpcLogCategory)99, Message = "x" } });
            return Task.FromResult(FakeWorker.Text("well"));
        };
        await using var host = await TestHosts.StartAsync(worker);
        Assert.Equal("well", await host.Client.GetStringAsync("api/Work"));
        Assert.Equal("well", await host.Client.GetStringAsync("api/Work"));
        Assert.Equal(1, worker.Starts);
    }

    [Fact]
    public async Task Bytes_ThatAreNoMessage_EndTheWorkerAndAnotherOneAnswers()
    {
        var worker = new FakeWorker().Http("Work");
        await using var host = await TestHosts.StartAsync(worker);
        worker.Send(FakeWorker.Nonsense);
        await Polling.UntilAsync(() => worker.Starts == 2, "a second worker is started");
        Assert.Equal("GET", await host.Client.GetStringAsync("api/Work"));
    }

    [Fact]
    public async Task Log_InAFlood_HoldsNothingUp()
    {
        using var log = new ListingLoggers();
        var worker = new FakeWorker().Http("Work");
        worker.OnInvoke = (_, _, _) =>
        {
            for (var i = 0; i < 50_000; i++)
            {
                worker.Send(new StreamingMessage { RpcLog = new RpcLog { Level = RpcLog.Types.Level.Information, Category = $"Category{i % 10}", Message = $"line {i}" } });
            }

            return Task.FromResult(FakeWorker.Text("well"));
        };
        await using var host = await TestHosts.StartAsync(worker, logging: logging => logging.AddProvider(log));
        Assert.Equal("well", await host.Client.GetStringAsync("api/Work"));
        Assert.Equal(50_000, log.Lines.Count(line => line.StartsWith("line ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("no result", HttpStatusCode.InternalServerError)]
    [InlineData("nothing", HttpStatusCode.OK)]
    [InlineData("bad header name", HttpStatusCode.BadGateway)]
    [InlineData("bad header value", HttpStatusCode.BadGateway)]
    [InlineData("bad cookie", HttpStatusCode.BadGateway)]
    [InlineData("bad status", HttpStatusCode.BadGateway)]
    public async Task Response_ThatCannotBe_IsTheWorkersFault(string how, HttpStatusCode expected)
    {
        var worker = new FakeWorker().Http("Work");
        worker.OnInvoke = (_, _, _) => Task.FromResult(Response(how));
        await using var host = await TestHosts.StartAsync(worker);
        using var response = await host.Client.GetAsync("api/Work");
        Assert.Equal(expected, response.StatusCode);
        worker.OnInvoke = (_, _, _) => Task.FromResult(FakeWorker.Text("well"));
        Assert.Equal("well", await host.Client.GetStringAsync("api/Work"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("no base64")]
    [InlineData("no message")]
    [InlineData("no action")]
    public async Task OrchestratorResult_ThatMakesNoSense_FailsTheInstance(string how)
    {
        var worker = new FakeWorker().Function("Flow", """{"name":"context","type":"orchestrationTrigger"}""");
        worker.OnInvoke = (_, _, _) => Task.FromResult(Turn(how));
        await using var host = await TestHosts.StartAsync(worker);
        using var started = await host.Client.PostAsync("runtime/webhooks/durabletask/orchestrators/Flow/one", null);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        JsonElement status = default;
        await Polling.UntilAsync(
            async () =>
            {
                status = await host.Client.GetFromJsonAsync<JsonElement>("runtime/webhooks/durabletask/instances/one");
                return status.GetProperty("runtimeStatus").GetString() == "Failed";
            },
            "the instance has failed");
        Assert.NotEmpty(status.GetProperty("output").GetString()!);
        Assert.Equal(1, worker.Starts);
    }

    private static StreamingMessage Init(StreamingMessage answer, string how)
    {
        switch (how)
        {
            case "kind":
                return new StreamingMessage { RequestId = answer.RequestId, FunctionLoadResponse = new FunctionLoadResponse() };
            case "failure":
                answer.WorkerInitResponse.Result = Failure("No licence.");
                break;
            case "address":
                answer.WorkerInitResponse.Capabilities["HttpUri"] = "not an address";
                break;
            case "file":
                answer.WorkerInitResponse.Capabilities["HttpUri"] = "file:///etc/hosts";
                break;
            default:
                break;
        }

        return answer;
    }

    private static StreamingMessage Unloadable(StreamingMessage answer)
    {
        if (answer.FunctionLoadResponse is { } load)
        {
            load.Result = Failure("No such method.");
        }

        return answer;
    }

    private static StreamingMessage WithoutFunctions(StreamingMessage answer, FunctionMetadataResponse functions)
    {
        functions.FunctionMetadataResults.Clear();
        return answer;
    }

    private static StatusResult Failure(string message)
        => new() { Status = StatusResult.Types.Status.Failure, Exception = new global::FunctionsHost.Worker.Protocol.RpcException { Message = message } };

    private static InvocationResponse Response(string how)
    {
        var response = FakeWorker.Text("x");
        var http = response.ReturnValue.Http;
        switch (how)
        {
            case "no result":
                response.Result = null;
                break;
            case "nothing":
                response.ReturnValue = null;
                break;
            case "bad header name":
                http.Headers["a b"] = "c";
                break;
            case "bad header value":
                http.Headers["a"] = "b\r\nc: d";
                break;
            case "bad cookie":
                http.Cookies.Add(new RpcHttpCookie { Name = "a", Value = "b", Path = new NullableString { Value = "\r\n" } });
                break;
            default:
                http.StatusCode = "many";
                break;
        }

        return response;
    }

    private static InvocationResponse Turn(string how) => new()
    {
        Result = new StatusResult { Status = StatusResult.Types.Status.Success },
        ReturnValue = how switch
        {
            "no base64" => new TypedData { String = "%%%" },
            "no message" => new TypedData { String = Convert.ToBase64String([0xff, 0xff, 0xff]) },
            "no action" => new TypedData { String = new P.OrchestratorResponse { InstanceId = "one", Actions = { new P.OrchestratorAction() } }.ToByteString().ToBase64() },
            _ => null,
        },
    };
}
