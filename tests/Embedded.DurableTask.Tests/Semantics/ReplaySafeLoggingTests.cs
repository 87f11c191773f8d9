using EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Context;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class ReplaySafeLoggingTests
{
    [Theory, EngineModes]
    public async Task ReplaySafeLogger_OverManyTurns_LogsEachLineOnce(EngineMode mode)
    {
        var log = new ListLoggerFactory();
        await using var services = new ServiceCollection().AddSingleton<ILoggerFactory>(log).BuildServiceProvider();
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks
                .AddOrchestratorFunc("Talk", async context =>
                {
                    var logger = context.CreateReplaySafeLogger("Orders");
                    for (var i = 0; i < 4; i++)
                    {
                        logger.LogInformation("step {Step}", i);
                        await context.CallActivityAsync("Work");
                    }

                    context.ReplaySafeLoggerFactory.CreateLogger("Orders").LogInformation("done");
                })
                .AddActivityFunc("Work", (TaskActivityContext _) => { }),
            services: services);

        await host.RunAsync("Talk");

        Assert.Equal(
            ["Orders: step 0", "Orders: step 1", "Orders: step 2", "Orders: step 3", "Orders: done"],
            log.Lines.Where(line => line.StartsWith("Orders: ", StringComparison.Ordinal)));
    }
}
