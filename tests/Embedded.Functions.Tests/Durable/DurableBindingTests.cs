using EmbeddedFunctions.Testing;
using EmbeddedFunctions.Tests.Apps;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace EmbeddedFunctions.Tests.Durable;

public sealed class DurableBindingTests
{
    [Fact]
    public async Task DurableTaskClasses_RunBesideFunctions()
    {
        await using var host = await TestHosts.StartAsync(
            [typeof(ClassOrchestrator), typeof(ClassActivity)], null, builder => builder.Services.AddSingleton<Greeter>());
        Assert.Equal("Hello 42!", await RunAsync<string>(host, nameof(ClassOrchestrator), 21));
    }

    /// <summary>Source generators write a function for each class, which then wraps it under the same name.</summary>
    [Fact]
    public async Task Function_OfTheSameNameAsAClass_GoesFirst()
    {
        await using var host = await TestHosts.StartAsync(
            [typeof(ClassOrchestrator), typeof(ClassActivity), typeof(WrapperFunctions)], null, builder => builder.Services.AddSingleton<Greeter>());
        Assert.Equal("wrapped Hello 42!", await RunAsync<string>(host, nameof(ClassOrchestrator), 21));
    }

    [Fact]
    public async Task Activities_TakePrimitivesRecordsAndNothing()
    {
        await using var host = await TestHosts.StartAsync(typeof(PayloadFunctions));
        var output = await RunAsync<string>(host, "Payloads", new Order("tea", 1));
        Assert.StartsWith($"2 tea! 0 {host.BaseAddress}runtime/webhooks/durabletask/instances/", output, StringComparison.Ordinal);
        Assert.EndsWith("/raiseEvent/{eventName}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InjectedClient_IsTheSameAsTheBoundOne()
    {
        await using var host = await TestHosts.StartAsync(typeof(PayloadFunctions));
        Assert.Same(host.DurableClient, host.Services.GetRequiredService<DurableTaskClient>());
        Assert.NotNull(await host.DurableClient.ScheduleNewOrchestrationInstanceAsync("Payloads", new Order("x", 1), TestContext.Current.CancellationToken));
    }

    private static async Task<T?> RunAsync<T>(FunctionsTestHost host, string orchestrator, object input)
    {
        var id = await host.DurableClient.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, TestContext.Current.CancellationToken);
        var done = await host.DurableClient.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        return done.ReadOutputAs<T>();
    }
}
