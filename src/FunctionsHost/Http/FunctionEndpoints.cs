using System.Threading.RateLimiting;
using FunctionsHost.Keys;
using FunctionsHost.Worker;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace FunctionsHost.Http;

/// <summary>The routes of the HTTP functions. They are known once the worker has loaded them, before any request is let in.</summary>
internal sealed class FunctionEndpoints(
    FunctionTable functions,
    ParameterPolicyFactory policies,
    WorkerSupervisor supervisor,
    FunctionInvoker invoker,
    WorkerForwarder forwarder,
    KeyGate gate,
    RequestLimit limit,
    HostDrain drain,
    HostSettings settings,
    ILogger<HttpFunction> logger) : EndpointDataSource
{
    private IReadOnlyList<Endpoint>? _endpoints;

    public override IReadOnlyList<Endpoint> Endpoints => _endpoints ?? [];

    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;

    /// <exception cref="FunctionDeclarationException">A route has a constraint that does not exist.</exception>
    public void Build()
    {
        var http = functions.Functions.Where(function => function.Http is not null).ToArray();
        CheckConstraints(http);
        _endpoints = [.. http.Select(Build)];
    }

    private RouteEndpoint Build(DeclaredFunction function)
    {
        var handler = new HttpFunction(function, supervisor, invoker, forwarder, gate, limit, drain, settings, logger);
        var builder = new RouteEndpointBuilder(handler.HandleAsync, function.Http!.Pattern, order: 0) { DisplayName = function.Name };
        if (function.Http.Methods.Count > 0)
        {
            builder.Metadata.Add(new HttpMethodMetadata(function.Http.Methods));
        }

        return (RouteEndpoint)builder.Build();
    }

    // Routing itself would look at them with the first request, and answer it, and every one after it, with an error.
    private void CheckConstraints(IEnumerable<DeclaredFunction> http)
    {
        var problems = new List<string>();
        foreach (var function in http)
        {
            foreach (var (parameter, policy) in function.Http!.Pattern.Parameters.SelectMany(parameter => parameter.ParameterPolicies.Select(policy => (parameter, policy))))
            {
                try
                {
                    policies.Create(parameter, policy);
                }
                catch (Exception e) when (e is InvalidOperationException or RouteCreationException)
                {
                    problems.Add($"Function '{function.Name}' has the route '{function.Http.Template}', in which '{policy.Content}' is no constraint of '{parameter.Name}': use one such as int, guid or length(1,40).");
                }
            }
        }

        if (problems.Count > 0)
        {
            throw new FunctionDeclarationException(problems);
        }
    }
}

/// <summary>
/// How many HTTP functions run at a time (host.json's <c>maxConcurrentRequests</c>); the others wait their turn, up to <c>maxOutstandingRequests</c>.
/// A worker gives up a request that it cannot begin within five seconds, so a thousand at once must not all be given to it at once.
/// </summary>
internal sealed class RequestLimit(HostSettings settings) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = settings.MaxConcurrentRequests,
        QueueLimit = Math.Max(0, settings.MaxOutstandingRequests - settings.MaxConcurrentRequests),
    });

    /// <summary>Waits for a place, to be disposed of; one that is not acquired means that too many wait.</summary>
    public ValueTask<RateLimitLease> EnterAsync(CancellationToken cancellationToken) => _limiter.AcquireAsync(1, cancellationToken);

    public void Dispose() => _limiter.Dispose();
}
