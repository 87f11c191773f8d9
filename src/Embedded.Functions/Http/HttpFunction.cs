using EmbeddedFunctions.Binding;
using EmbeddedFunctions.Hosting;
using EmbeddedFunctions.Invocation;
using EmbeddedFunctions.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.Http;

/// <summary>Answers HTTP requests with one function.</summary>
internal sealed partial class HttpFunction(FunctionExecutor executor, KeyGate gate, HostDrain drain, ILogger<HttpFunction> logger)
{
    public async Task HandleAsync(HttpContext http)
    {
        var function = executor.Function;
        if (!await gate.AdmitAsync(http, function.Http!.Level, function.Name).ConfigureAwait(false))
        {
            return;
        }

        using var context = new InvocationContext(function, http.RequestServices, drain.Token) { Http = http };
        try
        {
            await executor.InvokeAsync(context).ConfigureAwait(false);
            await HttpResults.WriteAsync(context, http).ConfigureAwait(false);
        }
        catch (BindingFailedException e)
        {
            await Problem.WriteAsync(http, e.Status, "The request cannot be read.", e.Message).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            await Problem.WriteAsync(http, e.StatusCode, "The request cannot be read.", e.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            Log.Gone(logger, function.Name, context.InvocationId);
        }
        catch (Exception e)
        {
            // A function's failure is its caller's 500; the log has the rest.
            Log.Failed(logger, function.Name, context.InvocationId, e);
            await Problem.WriteAsync(http, StatusCodes.Status500InternalServerError, "The function failed.", "The log says why, under the invocation's id.", context.InvocationId).ConfigureAwait(false);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Function '{Function}' failed (invocation {InvocationId}).")]
        public static partial void Failed(ILogger logger, string function, string invocationId, Exception exception);

        [LoggerMessage(2, LogLevel.Debug, "Function '{Function}': the caller has gone (invocation {InvocationId}).")]
        public static partial void Gone(ILogger logger, string function, string invocationId);
    }
}
