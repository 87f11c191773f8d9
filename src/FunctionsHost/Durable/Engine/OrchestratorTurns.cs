using System.Diagnostics;
using DurableTask.Core.Command;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using DurableTask.Core.Middleware;
using FunctionsHost.Durable.Protocol;
using FunctionsHost.Worker;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using P = Microsoft.DurableTask.Protobuf;

namespace FunctionsHost.Durable.Engine;

/// <summary>Gives each turn of an orchestrator to the worker.</summary>
internal sealed partial class OrchestratorTurns(
    IFunctionInvoker invoker,
    DurableFunctions functions,
    CachedOrchestrations cached,
    DurableOptions options,
    DrainState drain,
    TimeProvider time,
    ILogger<OrchestratorTurns> logger)
{
    private static readonly P.OrchestratorEntityParameters EntityParameters = new() { EntityMessageReorderWindow = new Duration() };

    /// <summary>The middleware: runs the turn and sets its result.</summary>
    /// <exception cref="SessionAbortedException">The turn was not run, or its outcome is not known: it is to be taken again.</exception>
    public async Task RunAsync(DispatchMiddlewareContext context)
    {
        var state = context.GetProperty<OrchestrationRuntimeState>();
        SetTime(state);
        if (functions.FindOrchestrator(state.Name) is not { } function)
        {
            context.SetProperty(Failure(new FailureDetails("OrchestratorNotFound", functions.NoOrchestrator(state.Name), null, null, isNonRetriable: true)));
            return;
        }

        try
        {
            var response = await TakeAsync(function, state).ConfigureAwait(false);
            context.SetProperty(new OrchestratorExecutionResult
            {
                CustomStatus = response.CustomStatus,
                Actions = [.. response.Actions.Select(ActionConversion.FromMessage)],
            });
        }
        catch (FunctionFailedException e)
        {
            // Not the orchestrator's own failure, which is an action: something around it threw, such as the app's middleware.
            Fail(context, state, function, e, WorkerFailures.ToDetails(e));
        }
        catch (Exception e) when (e is WorkerUnavailableException or OperationCanceledException)
        {
            cached.Forget(state.OrchestrationInstance!.InstanceId);
            await drain.PauseAsync().ConfigureAwait(false);
            throw new SessionAbortedException($"The turn of '{state.OrchestrationInstance.InstanceId}' is taken again: {e.Message}");
        }
        catch (Exception e)
        {
            // The answer is none, or asks for what there is not: it would be the same at every attempt.
            Fail(context, state, function, e, new FailureDetails(e));
        }
    }

    private void Fail(DispatchMiddlewareContext context, OrchestrationRuntimeState state, string function, Exception e, FailureDetails details)
    {
        LogTurnFailed(logger, function, state.OrchestrationInstance!.InstanceId, e);
        cached.Forget(state.OrchestrationInstance.InstanceId);
        context.SetProperty(Failure(details));
    }

    // What the orchestrator takes for the time is the time of the turn's start, which the engine reads from the system's clock.
    private void SetTime(OrchestrationRuntimeState state)
    {
        if (time != TimeProvider.System)
        {
            state.NewEvents.OfType<OrchestratorStartedEvent>().First().Timestamp = time.GetUtcNow().UtcDateTime;
        }
    }

    private async Task<P.OrchestratorResponse> TakeAsync(string function, OrchestrationRuntimeState state)
    {
        var withPast = !options.CacheOrchestrations || !cached.IsCurrent(state);
        var response = await InvokeAsync(function, Request(state, withPast)).ConfigureAwait(false);
        if (response.RequiresHistory && !withPast)
        {
            // The worker forgot it: it was idle for too long, or this is another worker.
            response = await InvokeAsync(function, Request(state, withPast: true)).ConfigureAwait(false);
        }

        if (response.RequiresHistory)
        {
            throw new WorkerUnavailableException("the worker asks for a history that it was given.");
        }

        if (!options.CacheOrchestrations)
        {
            return response;
        }

        if (response.Actions.Select(static action => action.CompleteOrchestration).FirstOrDefault(static complete => complete is not null) is { } end)
        {
            if (!withPast && IsEarlierAnswer(end.Result, response.InstanceId))
            {
                end.Result = null;
            }

            cached.Forget(state.OrchestrationInstance!.InstanceId);
        }
        else
        {
            cached.Keep(state);
        }

        return response;
    }

    // The worker keeps an orchestrator with the invocation of its first turn, and takes what that one answered for the result of an
    // orchestrator that returns nothing.
    private static bool IsEarlierAnswer(string? result, string instanceId)
    {
        if (result is not ['"', 'C', ..])
        {
            return false;
        }

        try
        {
            return MessageText.Decode(P.OrchestratorResponse.Parser, JsonSerializer.Deserialize<string>(result)!).InstanceId == instanceId;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private P.OrchestratorRequest Request(OrchestrationRuntimeState state, bool withPast)
    {
        var request = new P.OrchestratorRequest
        {
            InstanceId = state.OrchestrationInstance!.InstanceId,
            ExecutionId = state.OrchestrationInstance.ExecutionId,
            EntityParameters = EntityParameters,
        };
        request.Properties["HttpDefaultAsyncRequestSleepTimeMilliseconds"] = Value.ForNumber(options.HttpPollInterval.TotalMilliseconds);
        if (options.CacheOrchestrations)
        {
            request.Properties["IsExtendedSession"] = Value.ForBool(true);
            request.Properties["IncludeState"] = Value.ForBool(withPast);
            request.Properties["ExtendedSessionIdleTimeoutInSeconds"] = Value.ForNumber(options.CacheIdleTimeout.TotalSeconds);
        }

        if (withPast)
        {
            request.PastEvents.AddRange(state.PastEvents.Select(HistoryConversion.ToReplay));
        }

        request.NewEvents.AddRange(state.NewEvents.Select(HistoryConversion.ToReplay));
        return request;
    }

    private async Task<P.OrchestratorResponse> InvokeAsync(string function, P.OrchestratorRequest request)
    {
        var input = new TriggerInput(MessageText.Encode(request))
        {
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id! : "",
            TraceState = Activity.Current?.TraceStateString ?? "",
        };
        var answer = await invoker.InvokeAsync(function, input, drain.Cancelling).WaitAsync(drain.Aborted).ConfigureAwait(false);
        var text = answer.Text
            ?? throw new FunctionFailedException(function, typeof(InvalidOperationException).FullName!, "The worker gave no answer for an orchestrator's turn.", null);
        return MessageText.Decode(P.OrchestratorResponse.Parser, text);
    }

    private static OrchestratorExecutionResult Failure(FailureDetails details)
        => new()
        {
            Actions =
            [
                new OrchestrationCompleteOrchestratorAction
                {
                    Id = -1,
                    OrchestrationStatus = OrchestrationStatus.Failed,
                    Result = details.ErrorMessage,
                    FailureDetails = details,
                },
            ],
        };

    [LoggerMessage(1, LogLevel.Error, "Orchestrator '{Function}', instance '{InstanceId}': its turn failed")]
    private static partial void LogTurnFailed(ILogger logger, string function, string instanceId, Exception exception);
}
