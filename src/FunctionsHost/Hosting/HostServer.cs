using System.Net;
using FunctionsHost.Durable;
using FunctionsHost.Http;
using FunctionsHost.Management;
using FunctionsHost.Security;
using FunctionsHost.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FunctionsHost.Hosting;

/// <summary>The server: what each of its two ports answers.</summary>
internal static class HostServer
{
    private const int StreamWindow = 8 * 1024 * 1024;

    public static void Configure(KestrelServerOptions kestrel, HostSettings settings, IPEndPoint internalEndPoint)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = settings.MaxRequestBodySize;
        kestrel.Limits.Http2.InitialConnectionWindowSize = StreamWindow;
        kestrel.Limits.Http2.InitialStreamWindowSize = StreamWindow;
        kestrel.Listen(settings.BindAddress, settings.Port);
        kestrel.Listen(internalEndPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(next => connection =>
            {
                connection.Features.Set(InternalConnection.Instance);
                return next(connection);
            });
        });
    }

    public static void ConfigurePipeline(IApplicationBuilder app)
    {
        app.MapWhen(http => http.Features.Get<InternalConnection>() is not null, ConfigureInternal);
        app.UseMiddleware<RequestGuard>();
        app.UseMiddleware<RequestDrainMiddleware>();
        if (app.ApplicationServices.GetRequiredService<HostSettings>().CorsOrigins.Count > 0)
        {
            app.UseCors();
        }

        if (app.ApplicationServices.GetRequiredService<HostSettings>().MetricsPath is { } metrics)
        {
            app.Use((http, next) => AnswerMetrics(http, next, metrics));
        }

        app.UseRouting();
        app.Use(HideOtherMethods);
        app.UseEndpoints(endpoints =>
        {
            endpoints.DataSources.Add(endpoints.ServiceProvider.GetRequiredService<FunctionEndpoints>());
            DurableServices.MapManagement(endpoints);
            AdminEndpoints.Map(endpoints);
        });
        app.Run(NotFound);
    }

    private static void ConfigureInternal(IApplicationBuilder app)
    {
        app.UseRouting();
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapGrpcService<FunctionRpcService>();
            DurableServices.MapGrpc(endpoints);
        });
    }

    private static Task NotFound(HttpContext http)
    {
        if (http.Request.Path == "/" && http.RequestServices.GetRequiredService<HostSettings>().HomePath is { } home && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)))
        {
            http.Response.Redirect(home);
            return Task.CompletedTask;
        }

        if (ManagementAddresses.Include(http.Request.Path))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return Problem.WriteAsync(http, StatusCodes.Status404NotFound, "There is nothing here.", "No function has this route and method. The host lists those that there are when it starts.");
    }

    /// <summary>Where Prometheus looks first is what the app answers elsewhere.</summary>
    private static Task AnswerMetrics(HttpContext http, RequestDelegate next, string path)
    {
        if (http.Request.Path == "/metrics")
        {
            http.Request.Path = path;
            http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = path + http.Request.QueryString;
        }

        return next(http);
    }

    /// <summary>A route that exists for other methods only is not found, as on the Functions host.</summary>
    private static Task HideOtherMethods(HttpContext http, RequestDelegate next)
        => http.GetEndpoint() is { } endpoint and not RouteEndpoint && endpoint.DisplayName?.StartsWith("405", StringComparison.Ordinal) == true
            ? NotFound(http)
            : next(http);

    /// <summary>Marks a connection to the worker's port.</summary>
    private sealed class InternalConnection
    {
        public static readonly InternalConnection Instance = new();
    }
}
