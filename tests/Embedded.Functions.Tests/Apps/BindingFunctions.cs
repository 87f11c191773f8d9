using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace EmbeddedFunctions.Tests.Apps;

public static class BindingFunctions
{
    [Function("Route")]
    public static object Route(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "route/{id:guid}/{day}/{level?}")] HttpRequest request,
        Guid id,
        DateOnly day,
        DayOfWeek? level,
        int page = 3)
        => new { id, day, level = level?.ToString(), page, method = request.Method };

    [Function("Catch")]
    public static string CatchAll([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string path)
        => $"{request.Method} {path}";

    [Function("Body")]
    public static IResult Body([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request, [FromBody] Order order)
        => Results.Ok(order with { Count = order.Count + 1 });

    [Function("MvcBody")]
    public static Order MvcBody([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request, [Microsoft.AspNetCore.Mvc.FromBody] Order? order)
        => order ?? new Order("nothing", 0);

    [Function("Poco")]
    public static Order Poco([HttpTrigger(AuthorizationLevel.Anonymous, "put")] Order order) => order;

    [Function("Text")]
    public static string Text([HttpTrigger(AuthorizationLevel.Anonymous, "post")] string body) => new([.. body.Reverse()]);

    [Function("Context")]
    public static async Task<IResult> Context([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, FunctionContext context, CancellationToken cancellation)
    {
        await Task.Yield();
        return Results.Json(new
        {
            context.FunctionDefinition.Name,
            context.FunctionDefinition.EntryPoint,
            Trigger = context.FunctionDefinition.InputBindings["request"].Type,
            Parameters = context.FunctionDefinition.Parameters.Select(parameter => parameter.Name),
            SameRequest = ReferenceEquals(context.GetHttpContext(), request.HttpContext),
            HasInvocation = Guid.TryParse(context.InvocationId, out _),
            Cancellable = cancellation.CanBeCanceled && cancellation == context.CancellationToken,
            Retries = context.RetryContext.RetryCount,
            Query = context.BindingContext.BindingData.GetValueOrDefault("who"),
            Traced = context.TraceContext.TraceParent.StartsWith("00-", StringComparison.Ordinal),
        });
    }
}
