using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace EmbeddedFunctions.Tests.Apps;

public sealed class RecordingMiddleware : IFunctionsWorkerMiddleware
{
    public ConcurrentQueue<string> Seen { get; } = new();

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        context.Items["outer"] = "*";
        Seen.Enqueue($"> {context.FunctionDefinition.Name}");
        await next(context);
        Seen.Enqueue($"< {context.FunctionDefinition.Name}");
    }
}
