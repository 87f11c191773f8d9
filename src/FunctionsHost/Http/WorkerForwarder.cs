using System.Net;
using System.Net.Mime;
using FunctionsHost.Durable.Storage;
using FunctionsHost.Worker.Protocol;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace FunctionsHost.Http;

/// <summary>
/// Passes requests on to a worker that answers HTTP itself, while the function's invocation goes through its channel. The worker puts the two
/// together by the invocation's id.
/// </summary>
internal sealed class WorkerForwarder(IHttpForwarder forwarder, TaskHub hub, HostDrain drain) : IDisposable
{
    private static readonly ForwarderRequestConfig Config = new()
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,

        // A function may think for as long as host.json lets it; the invocation knows when it is over.
        ActivityTimeout = Timeout.InfiniteTimeSpan,
    };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        UseCookies = false,
        UseProxy = false,
    });

    /// <summary>Forwards a request and runs its invocation. The response is the function's, unless this throws.</summary>
    /// <exception cref="FunctionsHost.Worker.FunctionFailedException">The function threw. When it had answered in part, the connection is cut.</exception>
    /// <exception cref="ForwardingException">The worker's port did not answer.</exception>
    public async Task SendAsync(HttpContext http, Uri address, string invocationId, Func<CancellationToken, Task<InvocationResponse>> run, CancellationToken cancellationToken)
    {
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var forwarding = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var invocation = run(cancelling.Token);
        var sending = forwarder.SendAsync(http, address.ToString(), _client, Config, new Transformer(invocationId, invocation, hub.Problem, drain.Stopping), forwarding.Token).AsTask();
        if (await Task.WhenAny(sending, invocation).ConfigureAwait(false) == invocation && !invocation.IsCompletedSuccessfully)
        {
            // The function may have failed before it took the request, which then waits in vain.
            await forwarding.CancelAsync().ConfigureAwait(false);
        }

        var error = await sending.ConfigureAwait(false);
        if (error != ForwarderError.None && !invocation.IsCompleted)
        {
            await cancelling.CancelAsync().ConfigureAwait(false);
        }

        await ((Task)invocation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var cause = http.Features.Get<IForwarderErrorFeature>()?.Exception;
        if (cause is BadHttpRequestException bad || (cause is AggregateException several && (bad = several.InnerExceptions.OfType<BadHttpRequestException>().FirstOrDefault()!) is not null))
        {
            throw bad;
        }

        await invocation.ConfigureAwait(false);
        if (error != ForwarderError.None)
        {
            throw new ForwardingException($"{error}: {cause?.Message}", cause);
        }
    }

    public void Dispose() => _client.Dispose();

    private sealed class Transformer(string invocationId, Task<InvocationResponse> invocation, string? problem, CancellationToken stopping) : HttpTransformer
    {
        private const string InvocationIdHeader = "x-ms-invocation-id";
        private const string ProblemHeader = "X-FunctionsHost-Problem";

        public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken).ConfigureAwait(false);
            proxyRequest.Headers.Remove(InvocationIdHeader);
            proxyRequest.Headers.Add(InvocationIdHeader, invocationId);

            // An app can say in its health or its answers that nothing can be written; escaped, since a path may have any character.
            proxyRequest.Headers.Remove(ProblemHeader);
            if (problem is not null)
            {
                proxyRequest.Headers.Add(ProblemHeader, Uri.EscapeDataString(problem));
            }

            // As it was sent: an id with an encoded slash is still one segment.
            if (httpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is ['/', ..] target && !target.Contains('#', StringComparison.Ordinal))
            {
                proxyRequest.RequestUri = new Uri(destinationPrefix.TrimEnd('/') + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
            }
        }

        public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
        {
            // A function that throws before it answers leaves an empty 200. What has no body can wait for the invocation's outcome.
            if (proxyResponse is { Content.Headers.ContentLength: 0 or null } && HasNoBody(httpContext, proxyResponse))
            {
                await ((Task)invocation).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!invocation.IsCompletedSuccessfully)
                {
                    return false;
                }
            }

            // A stopping host lets requests come to their end; these have none that it could wait for.
            if (proxyResponse?.Content.Headers.ContentType?.MediaType == MediaTypeNames.Text.EventStream)
            {
                httpContext.Response.RegisterForDispose(stopping.Register(httpContext.Abort));
            }

            return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken).ConfigureAwait(false);
        }

        private static bool HasNoBody(HttpContext http, HttpResponseMessage response)
            => response.Content.Headers.ContentLength == 0
                || HttpMethods.IsHead(http.Request.Method)
                || response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified;
    }
}

/// <summary>The worker's HTTP port did not answer.</summary>
internal sealed class ForwardingException(string message, Exception? innerException) : Exception(message, innerException);
