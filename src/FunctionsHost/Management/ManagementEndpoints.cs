using DurableTask.Sqlite;
using FunctionsHost.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace FunctionsHost.Management;

/// <summary>The routes of the durable management API.</summary>
internal static class ManagementEndpoints
{
    private static readonly string[] Get = ["GET"];
    private static readonly string[] Post = ["POST"];
    private static readonly string[] Delete = ["DELETE"];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var gate = services.GetRequiredService<KeyGate>();
        var lifecycle = services.GetRequiredService<LifecycleCalls>();
        var queries = services.GetRequiredService<QueryCalls>();
        var starts = services.GetRequiredService<StartCalls>();
        var purges = services.GetRequiredService<PurgeCalls>();

        Map("/orchestrators/{name}/{instanceId?}", Post, starts.StartAsync);
        Map("/instances/{instanceId}", Get, queries.GetAsync);
        Map("/instances", Get, queries.ListAsync);
        Map("/instances/{instanceId}", Delete, purges.PurgeOneAsync);
        Map("/instances", Delete, purges.PurgeManyAsync);
        Map("/instances/{instanceId}/raiseEvent/{eventName}", Post, lifecycle.RaiseEventAsync);
        Map("/instances/{instanceId}/terminate", Post, lifecycle.TerminateAsync);
        Map("/instances/{instanceId}/suspend", Post, lifecycle.SuspendAsync);
        Map("/instances/{instanceId}/resume", Post, lifecycle.ResumeAsync);
        Map("/instances/{instanceId}/rewind", Post, lifecycle.RewindAsync);
        Map("/instances/{instanceId}/restart", Post, starts.RestartAsync);

        void Map(string route, string[] methods, Func<ManagementCall, Task> answer)
            => endpoints.MapMethods(ManagementAddresses.BasePath + route, methods, http => AnswerAsync(http, answer));

        async Task AnswerAsync(HttpContext http, Func<ManagementCall, Task> answer)
        {
            if (!await gate.AdmitAsync(http, AuthorizationLevel.System, function: null).ConfigureAwait(false))
            {
                return;
            }

            var call = new ManagementCall(http);
            try
            {
                await answer(call).ConfigureAwait(false);
            }
            catch (ManagementException e)
            {
                await call.RefuseAsync(e.Status, e.Message).ConfigureAwait(false);
            }
            catch (TaskHubFileException e)
            {
                await call.RefuseAsync(StatusCodes.Status503ServiceUnavailable, e.Message).ConfigureAwait(false);
            }
        }
    }
}
