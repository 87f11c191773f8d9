using EmbeddedFunctions.Binding;
using EmbeddedFunctions.Declarations;
using EmbeddedFunctions.Durable;
using EmbeddedFunctions.Http;
using EmbeddedFunctions.Keys;
using EmbeddedFunctions.Management;
using EmbeddedFunctions.Security;
using EmbeddedFunctions.Timers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmbeddedFunctions.Hosting;

/// <summary>Puts the host together.</summary>
internal static class HostSetup
{
    /// <summary>Finds the functions, checks everything that can be checked before the start, and registers the host's services.</summary>
    public static void Add(IServiceCollection services, IConfiguration configuration, EmbeddedHostOptions options, InvocationPipeline pipeline)
    {
        var hostJson = SettingsFiles.ReadHostJson(options.ContentRoot, configuration);
        var settings = HostSettings.Read(options, configuration, hostJson);
        var types = options.FunctionTypes ?? EntryPoint.Assembly(options).GetTypes();
        var found = new FunctionScanner(settings, new SettingText(configuration)).Scan(types);
        var functions = FunctionChoice.Of(found, configuration, hostJson);
        var keys = new KeyRing(configuration);
        KeyCheck.Run(settings, keys, functions);
        var table = new FunctionTable(functions, pipeline) { Disabled = [.. found.Except(functions).Select(function => function.Name)] };

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(keys);
        services.AddSingleton(provider =>
        {
            table.Services = provider;
            return table;
        });
        services.AddSingleton<EmbeddedHostAddress>();
        services.AddSingleton<HostDrain>();
        services.AddSingleton<HostNames>();
        services.AddSingleton<FailedKeyLimit>();
        services.AddSingleton<KeyGate>();
        services.AddSingleton<LifecycleCalls>();
        services.AddSingleton<PurgeCalls>();
        services.AddSingleton<QueryCalls>();
        services.AddSingleton<StartCalls>();
        services.AddSingleton<TimerStatusFile>();
        services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = HostDrain.Limit);

        // Routing's lines for each request are of use to nobody until host.json asks for them. ASP.NET Core's own has the query
        // in it, and a query may have a key in it: that one is not to be had.
        services.AddLogging(logging => logging
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddConfiguration(hostJson.GetSection("logging"))
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning));
        services.AddRouting();
        WorkerJson.Add(services);
        AddCors(services, settings);
        AddMvc(services, functions);

        // Stopped in the opposite order: first no more requests, then no more timers, then the engine.
        DurableSetup.Add(services, settings, table, FunctionScanner.DurableTaskClasses(types));
        services.AddSingleton<TimerService>();
        services.AddHostedService(provider => provider.GetRequiredService<TimerService>());
        services.AddHostedService<StartupListing>();
        if (settings.NoPort)
        {
            services.AddSingleton<MemoryTransport>();
            services.AddSingleton<IConnectionListenerFactory>(provider => provider.GetRequiredService<MemoryTransport>());
        }
    }

    /// <summary>Binds Kestrel to the one address, whatever ASPNETCORE_URLS says.</summary>
    public static void ConfigureServer(IWebHostBuilder web)
    {
        web.UseKestrelCore();
        web.ConfigureServices(services => services.AddOptions<KestrelServerOptions>().Configure<HostSettings>((kestrel, settings) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.MaxRequestBodySize;
            if (settings.NoPort)
            {
                kestrel.Listen(MemoryTransport.EndPoint);
            }
            else
            {
                kestrel.Listen(settings.BindAddress, settings.Port);
            }
        }));
    }

    public static void ConfigurePipeline(IApplicationBuilder app)
    {
        app.UseMiddleware<RequestGuard>();
        if (app.ApplicationServices.GetRequiredService<HostSettings>().CorsOrigins.Count > 0)
        {
            app.UseCors();
        }

        app.UseRouting();
        app.Use(HideOtherMethods);
        app.UseEndpoints(endpoints =>
        {
            endpoints.DataSources.Add(new DefaultEndpointDataSource(FunctionEndpoints.Create(endpoints.ServiceProvider)));
            ManagementEndpoints.Map(endpoints);
            AdminEndpoints.Map(endpoints);
        });
        app.Run(http =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    /// <summary>A route that exists for other methods only is not found, as on the Functions host.</summary>
    private static Task HideOtherMethods(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint() is { } endpoint and not RouteEndpoint && endpoint.DisplayName?.StartsWith("405", StringComparison.Ordinal) == true)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(http);
    }

    private static void AddCors(IServiceCollection services, HostSettings settings)
    {
        if (settings.CorsOrigins.Count == 0)
        {
            return;
        }

        if (settings.CorsCredentials && settings.CorsOrigins.Contains("*"))
        {
            throw new InvalidOperationException("Host.CORS is '*' with Host.CORSCredentials, which browsers refuse: name the origins.");
        }

        services.AddCors(cors => cors.AddDefaultPolicy(policy =>
        {
            policy.WithOrigins([.. settings.CorsOrigins]).AllowAnyHeader().AllowAnyMethod();
            if (settings.CorsCredentials)
            {
                policy.AllowCredentials();
            }
        }));
    }

    private static void AddMvc(IServiceCollection services, IEnumerable<FunctionDescriptor> functions)
    {
        if (functions.Any(function => function.Http is not null && HttpResults.MayBeMvc(function.Method)))
        {
            // Without application parts of its own, MVC does not go looking for controllers: there are none.
            services.TryAddSingleton(new ApplicationPartManager());
            services.AddMvcCore();
        }
    }
}
