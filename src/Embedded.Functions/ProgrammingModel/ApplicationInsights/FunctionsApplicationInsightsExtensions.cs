using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Application Insights' own SDK in a function app.</summary>
public static class FunctionsApplicationInsightsExtensions
{
    /// <summary>
    /// Makes Application Insights fit a worker beside its host. Here host and worker are one process, so there is nothing to
    /// fit: the SDK, if the app adds it, sends what it sends by itself.
    /// </summary>
    public static IServiceCollection ConfigureFunctionsApplicationInsights(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services;
    }
}
