using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FunctionsHost.TestApp;

/// <summary>Shows that the app's middleware runs: it stamps responses with the function's name.</summary>
internal sealed class StampMiddleware : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            http.Response.Headers["X-Function"] = context.FunctionDefinition.Name;
        }

        await next(context);
    }
}
