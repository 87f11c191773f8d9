using System.Reflection;
using CharacterFanOut.Functions.Http;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CharacterFanOut.Functions;

public static class FanOutApplication
{
    /// <summary>A builder with everything that the function app needs; configuration and services may still be changed.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        _ = JsonWarmup.RunAsync();
        var isProgram = Assembly.GetEntryAssembly() == typeof(FanOutApplication).Assembly;
        var builder = FunctionsApplication.CreateBuilder(args);
        if (!isProgram)
        {
            InAnotherProgram.UseGeneratedCode(builder, args);
        }

        builder.ConfigureFunctionsWebApplication();
        Compression.Add(builder.Services);
        builder.UseMiddleware<UnavailableProblems>();
        builder.UseMiddleware<QueryCheck>();
        if (!isProgram)
        {
            InAnotherProgram.UseOwnPort(builder);
        }

        // Two lines for each request that is answered at once: only retries are worth one.
        builder.Logging.AddFilter("Polly", LogLevel.Warning);

        // Its lines have the query in them, and a query may have a key in it.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);

        // Below every other source: the timer's schedule is read from configuration, not from the options.
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = [new($"{FanOutOptions.Section}:{nameof(FanOutOptions.Schedule)}", FanOutOptions.DefaultSchedule)],
        });
        builder.Services.AddFanOut(builder.Configuration);
        return builder;
    }
}
