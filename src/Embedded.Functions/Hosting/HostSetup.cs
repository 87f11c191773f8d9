using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace EmbeddedFunctions.Hosting;

/// <summary>Puts the host together.</summary>
internal static class HostSetup
{
    public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment, EmbeddedHostOptions options, InvocationPipeline pipeline)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(pipeline);
        services.AddSingleton(options);
        services.AddSingleton<EmbeddedHostAddress>();
    }

    public static void ConfigureServer(IWebHostBuilder web)
    {
    }

    public static void ConfigurePipeline(IApplicationBuilder app)
    {
    }
}
