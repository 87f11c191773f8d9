using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.Tests.Apps;

public sealed class SlowFunctions(SlowGate gate)
{
    [Function("SlowHttp")]
    public async Task<string> SlowHttp([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        gate.Entered.Release();
        await gate.Open.Task;
        return request.Path;
    }

    [Function("SlowOrchestrator")]
    public static Task<string> SlowOrchestrator([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<string>(nameof(SlowActivity), "x");

    [Function(nameof(SlowActivity))]
    public async Task<string> SlowActivity([ActivityTrigger] string input)
    {
        gate.Entered.Release();
        await gate.Open.Task;
        return input + "!";
    }

    [Function("CutShort")]
    public static Task<string> CutShort([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<string>(nameof(Cancelled), "x");

    [Function(nameof(Cancelled))]
    public async Task<string> Cancelled([ActivityTrigger] string input, CancellationToken cancellation)
    {
        gate.Entered.Release();
        await gate.Open.Task.WaitAsync(cancellation);
        return input + "!";
    }
}
