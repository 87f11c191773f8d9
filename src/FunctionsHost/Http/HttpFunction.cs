using FunctionsHost.Keys;
using FunctionsHost.Worker;
using FunctionsHost.Worker.Protocol;
using Microsoft.Net.Http.Headers;

namespace FunctionsHost.Http;

/// <summary>Answers HTTP requests with one function of the worker.</summary>
internal sealed partial class HttpFunction(
    DeclaredFunction function,
    WorkerSupervisor supervisor,
    FunctionInvoker invoker,
    WorkerForwarder forwarder,
    KeyGate gate,
    RequestLimit limit,
    HostDrain drain,
    HostSettings settings,
    ILogger<HttpFunction> logger)
{
    public async Task HandleAsync(HttpContext http)
    {
        if (!await gate.AdmitAsync(http, function.Http!.Level, function.Name).ConfigureAwait(false))
        {
            return;
        }

        // Another upgrade, such as the one to HTTP/2 that Java's client offers with each request, need not be taken.
        if (http.Request.Headers.Upgrade.Contains("websocket", StringComparer.OrdinalIgnoreCase))
        {
            await Problem.WriteAsync(http, StatusCodes.Status501NotImplemented, "A function cannot upgrade the connection.", "Functions answer requests; for WebSockets use a service that has them.").ConfigureAwait(false);
            return;
        }

        if (http.Request.ContentLength > settings.MaxRequestBodySize)
        {
            await Problem.WriteAsync(http, StatusCodes.Status413PayloadTooLarge, "The request is too large.", $"The most is {settings.MaxRequestBodySize} bytes; FunctionsHost:MaxRequestBodySize sets it.").ConfigureAwait(false);
            return;
        }

        CallerHeaders.Clean(http, settings.TrustedProxies);
        var id = FunctionInvoker.NewId();
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, drain.Token);
        try
        {
            using var place = await limit.EnterAsync(cancelling.Token).ConfigureAwait(false);
            if (!place.IsAcquired)
            {
                await Problem.WriteAsync(http, StatusCodes.Status429TooManyRequests, "Too many requests.", "maxOutstandingRequests in host.json sets how many may wait.", id).ConfigureAwait(false);
                return;
            }

            var channel = await supervisor.GetChannelAsync(cancelling.Token).ConfigureAwait(false);
            var request = invoker.NewRequest(function.Definition, id, new TypedData(), http.Request.Headers.TraceParent.ToString(), http.Request.Headers.TraceState.ToString());
            AddMetadata(request, http);
            if (channel.HttpUri is { } address)
            {
                Trigger(request).Http = new RpcHttp { Method = http.Request.Method, Url = RpcHttpMessages.Url(http) };
                await forwarder.SendAsync(http, address, id, cancellation => invoker.RunAsync(channel, function.Definition, request, cancellation), cancelling.Token).ConfigureAwait(false);
            }
            else
            {
                Trigger(request).Http = await RpcHttpMessages.ReadAsync(http).ConfigureAwait(false);
                var response = await invoker.RunAsync(channel, function.Definition, request, cancelling.Token).ConfigureAwait(false);
                await RpcHttpMessages.WriteAsync(http, response).ConfigureAwait(false);
            }
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            Log.Gone(logger, function.Name, id);
        }
        catch (FunctionFailedException e) when (NotBegun(e))
        {
            await WriteUnavailableAsync(http, id, "The function's worker is too busy.", "The function did not run. Try again later.", e.RemoteMessage).ConfigureAwait(false);
        }
        catch (FunctionFailedException e)
        {
            // A function's failure is its caller's 500; the worker has logged the rest.
            Log.Failed(logger, function.Name, id, e.RemoteType, e.RemoteMessage);
            await Problem.WriteAsync(http, StatusCodes.Status500InternalServerError, "The function failed.", "The log says why, under the invocation's id.", id).ConfigureAwait(false);
        }
        catch (FunctionTimeoutException e)
        {
            Log.NotRun(logger, function.Name, id, e.Message);
            await Problem.WriteAsync(http, StatusCodes.Status504GatewayTimeout, "The function took too long.", "functionTimeout in host.json sets the limit.", id).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WorkerUnavailableException or OperationCanceledException)
        {
            await WriteUnavailableAsync(http, id, "The function's worker is not available.", "Whether the function ran is not known. Try again later.", e.Message).ConfigureAwait(false);
        }
        catch (ForwardingException e)
        {
            Log.NotRun(logger, function.Name, id, e.Message);
            await Problem.WriteAsync(http, StatusCodes.Status502BadGateway, "The function's worker did not answer.", "The log says why, under the invocation's id.", id).ConfigureAwait(false);
        }
    }

    private async Task WriteUnavailableAsync(HttpContext http, string id, string title, string detail, string reason)
    {
        Log.NotRun(logger, function.Name, id, reason);
        await Problem.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, title, detail, id, (HeaderNames.RetryAfter, "5")).ConfigureAwait(false);
    }

    // The worker's ASP.NET Core part brings a request and its invocation together, and gives up when it is too busy for that.
    private static bool NotBegun(FunctionFailedException e) =>
        e.RemoteType == "System.TimeoutException" && e.RemoteMessage.StartsWith("Timed out waiting for the ", StringComparison.Ordinal);

    // A parameter that is named after a part of the route or of the query gets its value.
    private static void AddMetadata(InvocationRequest request, HttpContext http)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in http.Request.RouteValues)
        {
            if (value?.ToString() is { } text && names.Add(name))
            {
                request.TriggerMetadata[name] = new TypedData { String = text };
            }
        }

        foreach (var (name, value) in http.Request.Query)
        {
            if (name != KeyGate.QueryParameter && names.Add(name))
            {
                request.TriggerMetadata[name] = new TypedData { String = value.ToString() };
            }
        }
    }

    private TypedData Trigger(InvocationRequest request) => request.InputData.First(input => input.Name == function.Definition.Trigger.Name).Data;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Function '{Function}' failed (invocation {InvocationId}): {Type}: {Message}")]
        public static partial void Failed(ILogger logger, string function, string invocationId, string type, string message);

        [LoggerMessage(2, LogLevel.Debug, "Function '{Function}': the caller has gone (invocation {InvocationId}).")]
        public static partial void Gone(ILogger logger, string function, string invocationId);

        [LoggerMessage(3, LogLevel.Error, "Function '{Function}' did not answer (invocation {InvocationId}): {Reason}")]
        public static partial void NotRun(ILogger logger, string function, string invocationId, string reason);
    }
}
