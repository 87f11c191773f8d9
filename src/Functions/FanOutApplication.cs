using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace CharacterFanOut.Functions;

/// <summary>The function app, ready to be built and run on either runtime.</summary>
public static class FanOutApplication
{
    /// <summary>A builder with everything that the function app needs; configuration may still be added.</summary>
    /// <param name="args">The command line.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();

        // Below every other source: the timer's schedule is read from configuration, not from the options.
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = [new($"{FanOutOptions.Section}:{nameof(FanOutOptions.Schedule)}", FanOutOptions.DefaultSchedule)],
        });
        builder.Services.AddFanOut(builder.Configuration);
        return builder;
    }
}
