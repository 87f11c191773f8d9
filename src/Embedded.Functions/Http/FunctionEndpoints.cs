using EmbeddedFunctions.Hosting;
using EmbeddedFunctions.Invocation;
using EmbeddedFunctions.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.Http;

/// <summary>The routes of the HTTP functions.</summary>
internal static class FunctionEndpoints
{
    /// <exception cref="FunctionDeclarationException">A route has a constraint that there is not.</exception>
    public static IReadOnlyList<Endpoint> Create(IServiceProvider services)
    {
        CheckConstraints(services);
        return [.. Build(services)];
    }

    // Routing itself would look at them with the first request, and answer it, and every one after it, with an error.
    private static void CheckConstraints(IServiceProvider services)
    {
        var policies = services.GetRequiredService<ParameterPolicyFactory>();
        var problems = new List<string>();
        foreach (var function in services.GetRequiredService<FunctionTable>().Functions.Where(function => function.Http is not null))
        {
            foreach (var (parameter, policy) in function.Http!.Pattern.Parameters.SelectMany(parameter => parameter.ParameterPolicies.Select(policy => (parameter, policy))))
            {
                try
                {
                    policies.Create(parameter, policy);
                }
                catch (Exception e) when (e is InvalidOperationException or RouteCreationException)
                {
                    problems.Add($"Function '{function.Name}' has the route '{function.Http.Template}', in which '{policy.Content}' is no constraint of '{parameter.Name}': use one such as int, guid or length(1,40), or add it to RouteOptions.");
                }
            }
        }

        if (problems.Count > 0)
        {
            throw new FunctionDeclarationException(problems);
        }
    }

    private static IEnumerable<Endpoint> Build(IServiceProvider services)
    {
        var gate = services.GetRequiredService<KeyGate>();
        var drain = services.GetRequiredService<HostDrain>();
        var logger = services.GetRequiredService<ILogger<HttpFunction>>();
        foreach (var executor in services.GetRequiredService<FunctionTable>().Executors.Where(executor => executor.Function.Http is not null))
        {
            var http = executor.Function.Http!;
            var builder = new RouteEndpointBuilder(new HttpFunction(executor, gate, drain, logger).HandleAsync, http.Pattern, order: 0)
            {
                DisplayName = executor.Function.Name,
            };
            if (http.Methods.Count > 0)
            {
                builder.Metadata.Add(new HttpMethodMetadata(http.Methods));
            }

            yield return builder.Build();
        }
    }
}
