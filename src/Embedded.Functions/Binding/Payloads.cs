using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.Binding;

/// <summary>Knows what cannot be an input, because it is not made of JSON but of the running process.</summary>
internal static class Payloads
{
    private static readonly Type[] Alive =
    [
        typeof(ILogger), typeof(ILoggerFactory), typeof(IServiceProvider), typeof(IConfiguration), typeof(Delegate), typeof(Stream), typeof(Task), typeof(MemberInfo),
        typeof(CancellationToken), typeof(FunctionContext), typeof(HttpContext), typeof(HttpRequest), typeof(HttpRequestData), typeof(TimerInfo),
        typeof(DurableTaskClient), typeof(TaskOrchestrationContext), typeof(TaskActivityContext),
    ];

    /// <summary>Whether JSON can never be read as the type.</summary>
    public static bool Cannot(Type type) => type.IsPointer || type.IsByRefLike || Array.Exists(Alive, alive => alive.IsAssignableFrom(type));
}
