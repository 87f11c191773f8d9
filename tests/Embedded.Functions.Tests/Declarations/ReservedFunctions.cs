using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Tests.Declarations;

public static class ReservedFunctions
{
    [Function("F")]
    public static string Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "admin/things")] HttpRequest request) => request.Path;
}
