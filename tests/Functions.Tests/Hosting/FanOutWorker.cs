using System.Text.Json;
using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Orchestrations;
using CharacterFanOut.Functions.Schedules;
using FunctionsHost.Functions;
using FunctionsHost.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using P = Microsoft.DurableTask.Protobuf;

namespace CharacterFanOut.Functions.Tests.Hosting;

/// <summary>
/// The app's orchestrators and activities as the host invokes them, without a worker process: orchestrators run on the real worker's runner,
/// which is the Durable Task Framework with the worker's shims around them.
/// </summary>
internal sealed class FanOutWorker(IServiceProvider services, ConcurrencyMeter fetches, Func<DurableTaskClient> client) : IFunctionInvoker, IDisposable
{
    private static readonly Dictionary<string, ITaskOrchestrator> Orchestrators = new()
    {
        [nameof(FanOutOrchestrator)] = FuncTaskOrchestrator.Create<FanOutInput, FanOutSummary?>((context, input) => FanOutOrchestrator.RunAsync(new DuplicatingContext(context), input!)),
        [nameof(BatchOrchestrator)] = FuncTaskOrchestrator.Create<BatchInput, BatchReport>((context, input) => BatchOrchestrator.RunAsync(new DuplicatingContext(context), input!)!),
        [nameof(ScheduleOrchestrator)] = FuncTaskOrchestrator.Create<ScheduleInput, object?>(async (context, input) =>
        {
            await ScheduleOrchestrator.RunAsync(context, input!);
            return null;
        }),
    };

    private static readonly string[] Activities = [nameof(FetchCharacter), nameof(TellUpstream), nameof(SaveBatch), nameof(PublishReport), nameof(NotifyCompletion), nameof(StartScheduled)];

    private readonly ExtendedSessionsCache sessions = new();
    private long replayedEvents;

    /// <summary>How many events of their past the orchestrators were given so far.</summary>
    public long ReplayedEvents => Interlocked.Read(ref replayedEvents);

    public IReadOnlyList<FunctionDefinition> Functions { get; } =
    [
        .. Orchestrators.Keys.Select(name => Definition(name, "orchestrationTrigger")),
        .. Activities.Select(name => Definition(name, "activityTrigger")),
    ];

    public async Task<ReturnValue> InvokeAsync(string functionName, TriggerInput input, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (Orchestrators.TryGetValue(functionName, out var orchestrator))
        {
            Interlocked.Add(ref replayedEvents, P.OrchestratorRequest.Parser.ParseFrom(Convert.FromBase64String(input.Value!)).PastEvents.Count);
            return new(GrpcOrchestrationRunner.LoadAndRun(input.Value!, orchestrator, sessions, Runner), IsJson: false);
        }

        try
        {
            return await RunActivityAsync(functionName, input.Value, cancellationToken);
        }
        catch (Exception e)
        {
            throw new FunctionFailedException(functionName, e.GetType().FullName!, e.ToString(), e.StackTrace);
        }
    }

    public void Dispose() => sessions.Dispose();

    private static FunctionDefinition Definition(string name, string trigger)
        => new() { Id = name, Name = name, Bindings = [new FunctionBinding("context", trigger, default)] };

    private static readonly JsonDataConverter Json = new(JsonSerializerOptions.Web);

    // As the app sets it for its worker.
    private static readonly ServiceProvider Runner = new ServiceCollection()
        .AddSingleton(new DurableTaskShimFactory(new DurableTaskWorkerOptions { DataConverter = Json }, NullLoggerFactory.Instance)).BuildServiceProvider();

    private static T Read<T>(string? json) => (T)Json.Deserialize(json, typeof(T))!;

    private async Task<ReturnValue> RunActivityAsync(string name, string? input, CancellationToken cancellationToken)
    {
        switch (name)
        {
            case nameof(FetchCharacter):
                var outcome = await fetches.MeasureAsync(() => services.GetRequiredService<FetchCharacter>().RunAsync(Read<FetchInput>(input), cancellationToken));
                return new(Json.Serialize(outcome), IsJson: true);
            case nameof(TellUpstream):
                return new(Json.Serialize(services.GetRequiredService<TellUpstream>().Run(Read<string>(input))), IsJson: true);
            case nameof(StartScheduled):
                return new(Json.Serialize(await services.GetRequiredService<StartScheduled>().RunAsync(Read<ScheduledStart>(input), client(), cancellationToken)), IsJson: true);
            case nameof(SaveBatch):
                await services.GetRequiredService<SaveBatch>().RunAsync(Read<SavedBatch>(input), cancellationToken);
                return default;
            case nameof(PublishReport):
                await services.GetRequiredService<PublishReport>().RunAsync(Read<ReportInput>(input), cancellationToken);
                return default;
            default:
                await services.GetRequiredService<NotifyCompletion>().RunAsync(Read<NotifyInput>(input), cancellationToken);
                return default;
        }
    }
}
