using System.Net;
using EmbeddedFunctions.Testing;
using EmbeddedFunctions.Tests.Apps;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EmbeddedFunctions.Tests.Hosting;

public sealed class MiddlewareTests
{
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Middleware_WrapsEveryKindOfTrigger(string sessions)
    {
        using var folder = new TempFolder();
        folder.Write("host.json", $$"""{"extensions":{"durableTask":{"extendedSessionsEnabled":{{sessions}} } } }""");
        await using var host = await TestHosts.StartAsync([typeof(MiddlewareFunctions)], null, Configure, contentRoot: folder.Path);
        using var client = host.CreateClient();
        Assert.Equal("*Hello you!", await client.GetStringAsync("api/Ask"));

        var id = await host.DurableClient.ScheduleNewOrchestrationInstanceAsync("Orchestrate", TestContext.Current.CancellationToken);
        var done = await host.DurableClient.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.Equal("1*2**", done.ReadOutputAs<string>());

        var seen = host.Services.GetRequiredService<RecordingMiddleware>().Seen;
        await Polling.UntilAsync(() => seen.Contains("< AtOnce"), "the timer ran");
        foreach (var function in (string[])["Ask", "Orchestrate", "Act"])
        {
            Assert.Contains($"> {function}", seen);
            Assert.Contains($"< {function}", seen);
        }
    }

    [Fact]
    public async Task Middleware_ThatDoesNotGoOn_AnswersItself()
    {
        await using var host = await TestHosts.StartAsync([typeof(MiddlewareFunctions)], null, builder =>
        {
            builder.UseWhen(context => context.FunctionDefinition.Name == "Ask", (context, _) =>
            {
                context.GetHttpContext()!.Response.StatusCode = StatusTeapot;
                return Task.CompletedTask;
            });
            Configure(builder);
        });
        using var client = host.CreateClient();
        using var response = await client.GetAsync("api/Ask");
        Assert.Equal(StatusTeapot, (int)response.StatusCode);
        Assert.DoesNotContain("> Ask", host.Services.GetRequiredService<RecordingMiddleware>().Seen);
    }

    [Fact]
    public async Task Middleware_ThatPassesAnotherContextOn_Fails()
    {
        await using var host = await TestHosts.StartAsync([typeof(MiddlewareFunctions)], null, builder => builder.Use(next => _ => next(null!)));
        using var client = host.CreateClient();
        using var response = await client.GetAsync("api/Ask");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    private const int StatusTeapot = 418;

    private static void Configure(FunctionsApplicationBuilder builder)
        => builder.UseMiddleware<RecordingMiddleware>()
            .UseWhen<RecordingMiddleware>(_ => false)
            .UseMiddleware((context, next) =>
            {
                context.Features.Set(new Greeter());
                return next();
            });
}
