using FunctionsHost.Functions;
using FunctionsHost.Hosting;
using FunctionsHost.Keys;
using FunctionsHost.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
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
