using System.Net;
using System.Net.Http.Json;
using EmbeddedFunctions.Testing;
using EmbeddedFunctions.Tests.Apps;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;

namespace EmbeddedFunctions.Tests.Hosting;

/// <summary>What middleware sees and changes of a function's inputs and outputs.</summary>
public sealed class MiddlewareInputOutputTests
{
    [Fact]
    public async Task GetHttpResponseData_AfterTheFunction_IsWhatItReturned()
    {
        await using var host = await StartAsync(async (context, next) =>
        {
            var request = await context.GetHttpRequestDataAsync();
            var id = request!.Headers.GetValues("x-id").Single();
            await next();
            context.GetHttpResponseData()!.Headers.Add("x-id", id);
        });
        using var client = host.CreateClient();
        client.DefaultRequestHeaders.Add("x-id", "7");
        using var alone = await client.GetAsync("api/Data");
        Assert.Equal(HttpStatusCode.NoContent, alone.StatusCode);
        Assert.Equal("7", Assert.Single(alone.Headers.GetValues("x-id")));
        using var several = await client.GetAsync("api/Several");
        Assert.Equal(HttpStatusCode.Accepted, several.StatusCode);
        Assert.Equal("7", Assert.Single(several.Headers.GetValues("x-id")));
    }

    [Theory]
    [InlineData("Data", "$return")]
    [InlineData("Several", "Response")]
    public async Task Middleware_AfterAnException_AnswersInItsPlace(string function, string expected)
    {
        string? name = null;
        await using var host = await StartAsync(async (context, next) =>
        {
            try
            {
                await next();
            }
            catch (InvalidOperationException)
            {
                var response = (await context.GetHttpRequestDataAsync())!.CreateResponse(HttpStatusCode.Conflict);
                await response.WriteAsJsonAsync(new Order("tea", 1));
                var output = context.GetOutputBindings<HttpResponseData>().Single(binding => binding.BindingType == "http");
                name = output.Name;
                Assert.Null(output.Value);
                if (output.Name == "$return")
                {
                    context.GetInvocationResult().Value = response;
                }
                else
                {
                    output.Value = response;
                }
            }
        });
        using var client = host.CreateClient();
        using var answer = await client.GetAsync($"api/{function}?throw");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(new Order("tea", 1), await answer.Content.ReadFromJsonAsync<Order>());
        Assert.Equal(expected, name);
    }

    [Fact]
    public async Task InvocationResult_OfAnyType_MayBeReplaced()
    {
        await using var host = await StartAsync(async (context, next) =>
        {
            await next();
            var result = context.GetInvocationResult<string>();
            result.Value = result.Value!.ToUpperInvariant();
            Assert.Throws<InvalidOperationException>(() => context.GetInvocationResult<Order>());
        });
        using var client = host.CreateClient();
        Assert.Equal("PLAIN", await client.GetStringAsync("api/Plain"));
    }

    [Fact]
    public async Task BindInput_BeforeTheFunction_ReadsOnceAndMayReplace()
    {
        await using var host = await StartAsync(async (context, next) =>
        {
            var metadata = context.FunctionDefinition.InputBindings.Values.Single(binding => binding.Name == "order");
            var order = await context.BindInputAsync<Order>(metadata);
            Assert.Same(order.Value, (await context.BindInputAsync<Order>(metadata)).Value);
            await Assert.ThrowsAsync<InvalidOperationException>(() => context.BindInputAsync<Uri>(metadata).AsTask());
            order.Value = order.Value! with { Count = order.Value.Count + 1 };
            await next();
        });
        using var client = host.CreateClient();
        using var answer = await client.PostAsJsonAsync("api/Body", new Order("tea", 1));
        Assert.Equal(new Order("tea", 2), await answer.Content.ReadFromJsonAsync<Order>());
    }

    [Fact]
    public async Task BindInput_OfAnActivity_ReplacesItsInput()
    {
        HttpRequestData? request = null;
        await using var host = await FunctionsTestHost.StartAsync(
            builder =>
            {
                builder.UseMiddleware(async (context, next) =>
                {
                    request = await context.GetHttpRequestDataAsync();
                    var input = await context.BindInputAsync<string>(context.FunctionDefinition.InputBindings["input"]);
                    input.Value += "?";
                    await next();
                    context.GetInvocationResult().Value += "#";
                });
            },
            new FunctionsTestHostOptions { FunctionTypes = [typeof(RewriteFunctions), typeof(CallsActivity)] });
        var id = await host.DurableClient.ScheduleNewOrchestrationInstanceAsync(nameof(CallsActivity), TestContext.Current.CancellationToken);
        var done = await host.DurableClient.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, TestContext.Current.CancellationToken);
        Assert.Equal("in?!#", done.ReadOutputAs<string>());
        Assert.Null(request);
    }

    private static Task<FunctionsTestHost> StartAsync(Func<FunctionContext, Func<Task>, Task> middleware)
        => TestHosts.StartAsync([typeof(RewriteFunctions)], null, builder => builder.UseMiddleware(middleware));

    [DurableTask]
    public sealed class CallsActivity : TaskOrchestrator<object?, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, object? input) => context.CallActivityAsync<string>("Activity", "in");
    }
}
