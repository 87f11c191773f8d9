using System.Collections.Concurrent;
using System.Text.Json;
using FunctionsHost.Functions;
using FunctionsHost.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using P = Microsoft.DurableTask.Protobuf;

namespace FunctionsHost.Tests.Durable;

/// <summary>
/// A worker in this process: orchestrators run on the real worker's own runner, from the same request to the same answer, and
/// activities are delegates.
/// </summary>
internal sealed class RunnerWorker : IFunctionInvoker, IDisposable
{
    private readonly Dictionary<string, Func<TaskOrchestrationContext, JsonElement, Task<object?>>> _orchestrators = [];
    private readonly Dictionary<string, Func<JsonElement, CancellationToken, Task<object?>>> _activities = [];
    private IReadOnlyList<FunctionDefinition>? _functions;
    private ExtendedSessionsCache _cache = new();

    public IReadOnlyList<FunctionDefinition> Functions => _functions ??=
    [
        .. _orchestrators.Keys.Select(name => Definition(name, "orchestrationTrigger")),
        .. _activities.Keys.Select(name => Definition(name, "activityTrigger")),
    ];

    /// <summary>How many events each turn brought: past and new.</summary>
    public ConcurrentQueue<(string InstanceId, int Past, int New, bool Answered)> Turns { get; } = [];

    /// <summary>The inputs of activities, as they came.</summary>
    public ConcurrentQueue<(string Name, string? Input)> Calls { get; } = [];

    /// <summary>When set, what happens instead of an invocation.</summary>
    public Func<string, Exception?>? Fault { get; set; }

    public RunnerWorker Orchestrator(string name, Func<TaskOrchestrationContext, JsonElement, Task<object?>> run)
    {
        _orchestrators[name] = run;
        return this;
    }

    public RunnerWorker Activity(string name, Func<JsonElement, object?> run) => Activity(name, (input, _) => Task.FromResult(run(input)));

    public RunnerWorker Activity(string name, Func<JsonElement, CancellationToken, Task<object?>> run)
    {
        _activities[name] = run;
        return this;
    }

    /// <summary>What happens when the process is replaced: nothing is in memory any more.</summary>
    public void Forget() => _cache = new ExtendedSessionsCache();

    public void Dispose() => _cache.Dispose();

    public async Task<ReturnValue> InvokeAsync(string functionName, TriggerInput input, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (Fault?.Invoke(functionName) is { } fault)
        {
            throw fault;
        }

        if (_orchestrators.TryGetValue(functionName, out var orchestrator))
        {
            return new ReturnValue(RunTurn(input.Value!, new Orchestrator_(orchestrator)), IsJson: false);
        }

        Calls.Enqueue((functionName, input.Value));
        try
        {
            var result = await _activities[functionName](JsonSerializer.Deserialize<JsonElement>(input.Value ?? "null"), cancellationToken);
            return result is string or null ? new ReturnValue((string?)result, IsJson: false) : new ReturnValue(JsonSerializer.Serialize(result), IsJson: true);
        }
        catch (Exception e) when (e is not WorkerUnavailableException)
        {
            throw new FunctionFailedException(functionName, e.GetType().FullName!, e.ToString(), e.StackTrace);
        }
    }

    private static FunctionDefinition Definition(string name, string trigger)
        => new() { Id = name, Name = name, Bindings = [new FunctionBinding("context", trigger, default)] };

    private string RunTurn(string request, Orchestrator_ orchestrator)
    {
        var parsed = P.OrchestratorRequest.Parser.ParseFrom(Convert.FromBase64String(request));
        var answer = GrpcOrchestrationRunner.LoadAndRun(request, orchestrator, _cache);
        var response = P.OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer));
        Turns.Enqueue((parsed.InstanceId, parsed.PastEvents.Count, parsed.NewEvents.Count, !response.RequiresHistory));
        return answer;
    }

    private sealed class Orchestrator_(Func<TaskOrchestrationContext, JsonElement, Task<object?>> run) : ITaskOrchestrator
    {
        public Type InputType => typeof(JsonElement);

        public Type OutputType => typeof(object);

        public Task<object?> RunAsync(TaskOrchestrationContext context, object? input) => run(context, input is JsonElement element ? element : default);
    }
}
