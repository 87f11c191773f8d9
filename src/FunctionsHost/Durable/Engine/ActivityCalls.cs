using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using DurableTask.Core.Middleware;
using FunctionsHost.Durable.Protocol;
using FunctionsHost.Worker;

namespace FunctionsHost.Durable.Engine;

/// <summary>Gives each activity to the worker.</summary>
internal sealed class ActivityCalls(IFunctionInvoker invoker, DurableFunctions functions, HttpActivity http, DrainState drain)
{
    private static readonly JsonSerializerOptions TextOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>The middleware: runs the activity and sets its result.</summary>
    /// <exception cref="SessionAbortedException">It was not run, or its outcome is not known: it is to be run again.</exception>
    public async Task RunAsync(DispatchMiddlewareContext context)
    {
        var scheduled = context.GetProperty<TaskScheduledEvent>();
        try
        {
            var result = await CallAsync(scheduled).ConfigureAwait(false);
            Set(context, new TaskCompletedEvent(-1, scheduled.EventId, result));
        }
        catch (FunctionFailedException e) when (!e.IsCancelled || !drain.Cancelling.IsCancellationRequested)
        {
            Fail(context, scheduled, $"Function '{scheduled.Name}' failed with an unhandled exception.", WorkerFailures.ToDetails(e));
        }
        catch (MissingActivityException e)
        {
            Fail(context, scheduled, e.Message, new FailureDetails("ActivityNotFound", e.Message, null, null, isNonRetriable: true));
        }
        catch (Exception e) when (e is WorkerUnavailableException or OperationCanceledException or FunctionFailedException)
        {
            await drain.PauseAsync().ConfigureAwait(false);
            throw new SessionAbortedException($"Activity '{scheduled.Name}' is run again: {e.Message}");
        }
        catch (Exception e)
        {
            // It ran for too long, or the HTTP call failed.
            Fail(context, scheduled, e.Message, new FailureDetails(e is HttpCallException { InnerException: { } cause } ? cause : e));
        }
    }

    private async Task<string?> CallAsync(TaskScheduledEvent scheduled)
    {
        var input = MessageText.TakeApart(scheduled.Input);
        if (string.Equals(scheduled.Name, HttpActivity.Name, StringComparison.OrdinalIgnoreCase))
        {
            return await http.SendAsync(input, drain.Cancelling).ConfigureAwait(false);
        }

        var function = functions.FindActivity(scheduled.Name!) ?? throw new MissingActivityException(functions.NoActivity(scheduled.Name!));
        var trigger = new TriggerInput(input)
        {
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id! : scheduled.ParentTraceContext?.TraceParent ?? "",
            TraceState = Activity.Current?.TraceStateString ?? scheduled.ParentTraceContext?.TraceState ?? "",
        };
        var result = await invoker.InvokeAsync(function, trigger, drain.Cancelling).WaitAsync(drain.Aborted).ConfigureAwait(false);
        return result is { IsJson: false, Text: { } text } ? JsonSerializer.Serialize(text, TextOptions) : result.Text;
    }

    private static void Fail(DispatchMiddlewareContext context, TaskScheduledEvent scheduled, string reason, FailureDetails details)
        => Set(context, new TaskFailedEvent(-1, scheduled.EventId, reason, details.StackTrace, details));

    private static void Set(DispatchMiddlewareContext context, HistoryEvent outcome) => context.SetProperty(new ActivityExecutionResult { ResponseEvent = outcome });

    private sealed class MissingActivityException(string message) : Exception(message);
}
