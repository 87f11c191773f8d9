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
    public static IEnumerable<Endpoint> Create(IServiceProvider services)
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
