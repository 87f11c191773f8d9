using FunctionsHost.Keys;
using FunctionsHost.Timers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace FunctionsHost.Http;

/// <summary>The part of the Functions host's admin API that a developer uses by hand: running a timer function now.</summary>
internal static class AdminEndpoints
{
    private static readonly string[] Post = ["POST"];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var gate = endpoints.ServiceProvider.GetRequiredService<KeyGate>();
        var timers = endpoints.ServiceProvider.GetRequiredService<TimerService>();
        endpoints.MapMethods("/admin/functions/{name}", Post, async http =>
        {
            if (await gate.AdmitAsync(http, AuthorizationLevel.Admin, function: null).ConfigureAwait(false))
            {
                http.Response.StatusCode = timers.TryTrigger((string)http.Request.RouteValues["name"]!)
                    ? StatusCodes.Status202Accepted
                    : StatusCodes.Status404NotFound;
            }
        });
    }
}
