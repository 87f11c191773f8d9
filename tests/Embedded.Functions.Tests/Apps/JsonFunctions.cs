using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.Tests.Apps;

public static class JsonFunctions
{
    [Function("Json")]
    public static async Task<HttpResponseData> Json([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequestData request)
    {
        var order = await request.ReadFromJsonAsync<Order>();
        var response = request.CreateResponse();
        await response.WriteAsJsonAsync(order);
        return response;
    }

    [Function("Through")]
    public static Task<Order> Through([OrchestrationTrigger] TaskOrchestrationContext context, Order order) => context.CallActivityAsync<Order>("One", order);

    [Function("One")]
    public static Order One([ActivityTrigger] Order order) => order with { Count = order.Count + 1 };
}
