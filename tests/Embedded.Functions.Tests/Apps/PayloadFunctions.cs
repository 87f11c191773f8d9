using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.Tests.Apps;

public static class PayloadFunctions
{
    [Function("Payloads")]
    public static async Task<string> Payloads([OrchestrationTrigger] TaskOrchestrationContext context, Order order)
    {
        var number = await context.CallActivityAsync<int>("Number", order.Count);
        var next = await context.CallActivityAsync<Order>("Record", order);
        var nothing = await context.CallActivityAsync<int>("Default");
        var links = await context.CallActivityAsync<string>("Links", context.InstanceId);
        return $"{number} {next.Item} {nothing} {links}";
    }

    [Function("Number")]
    public static int Number([ActivityTrigger] int number) => number + 1;

    [Function("Record")]
    public static async ValueTask<Order> Record([ActivityTrigger] Order order)
    {
        await Task.Yield();
        return order with { Item = order.Item + "!" };
    }

    [Function("Default")]
    public static int Default([ActivityTrigger] int number) => number;

    [Function("Links")]
    public static string Links([ActivityTrigger] TaskActivityContext context, [DurableClient] DurableTaskClient client)
        => client.CreateHttpManagementPayload(context.InstanceId).SendEventPostUri!;
}
