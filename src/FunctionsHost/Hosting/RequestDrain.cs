using FunctionsHost.Http;
using FunctionsHost.Keys;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace FunctionsHost.Hosting;

/// <summary>
/// Opens the public port to requests when all else has started, and closes it before all else stops: requests that come before wait, those that
/// run are waited for, and later ones are refused. The server itself runs for longer, because the worker speaks to it.
/// </summary>
internal sealed class RequestDrain(IServer server, HostAddress address, HostSettings settings, KeyRing keys, FunctionTable functions, FunctionEndpoints endpoints) : IHostedService
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for the host itself, taken back when it stops.
    private int _running = 1;

    public Task Opened => _opened.Task;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        KeyCheck.Run(settings, keys, functions.Functions);
        endpoints.Build();
        var bound = server.Features.Get<IServerAddressesFeature>()!.Addresses.Select(text => new Uri(text
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal)));
        address.Base = bound.First(uri => uri.Port != address.Internal.Port || !uri.IsLoopback);
        _opened.SetResult();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Exit();
        try
        {
            await _idle.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What outlasts the host's patience ends with the worker.
        }
    }

    /// <summary>Counts a request; false when no more are taken.</summary>
    public bool TryEnter()
    {
        var running = Volatile.Read(ref _running);
        while (running > 0)
        {
            var before = Interlocked.CompareExchange(ref _running, running + 1, running);
            if (before == running)
            {
                return true;
            }

            running = before;
        }

        return false;
    }

    public void Exit()
    {
        if (Interlocked.Decrement(ref _running) == 0)
        {
            _idle.SetResult();
        }
    }
}

/// <summary>Counts requests, and refuses them when the host stops.</summary>
internal sealed class RequestDrainMiddleware(RequestDelegate next, RequestDrain drain, HostDrain host)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (!drain.Opened.IsCompleted)
        {
            await drain.Opened.WaitAsync(http.RequestAborted).ConfigureAwait(false);
        }

        if (host.Stopping.IsCancellationRequested || !drain.TryEnter())
        {
            http.Response.OnStarting(() =>
            {
                http.Response.Headers.Connection = "close";
                return Task.CompletedTask;
            });
            await Problem.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "The host is stopping.", "Try again when it has been started again.").ConfigureAwait(false);
            return;
        }

        try
        {
            await next(http).ConfigureAwait(false);
        }
        finally
        {
            drain.Exit();
        }
    }
}
