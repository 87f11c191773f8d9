using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Tests.Apps;

public static class GuardedFunctions
{
    [Function("Open")]
    public static string Open([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => request.Method;

    [Function("Guarded")]
    public static string Guarded([HttpTrigger(AuthorizationLevel.Function)] HttpRequest request) => request.Method;

    [Function("Other")]
    public static string Other([HttpTrigger(AuthorizationLevel.Function)] HttpRequest request) => request.Method;

    [Function("Systemic")]
    public static string Systemic([HttpTrigger(AuthorizationLevel.System)] HttpRequest request) => request.Method;

    [Function("Administrative")]
    public static string Administrative([HttpTrigger(AuthorizationLevel.Admin)] HttpRequest request) => request.Method;
}
