using EmbeddedFunctions.Testing;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.Tests;

/// <summary>Starts hosts over some of this assembly's function classes, on a port of loopback.</summary>
internal static class TestHosts
{
    public static Task<FunctionsTestHost> StartAsync(params Type[] types) => StartAsync(types, settings: null);

    public static Task<FunctionsTestHost> StartAsync(
        IReadOnlyList<Type> types,
        Dictionary<string, string?>? settings,
        Action<FunctionsApplicationBuilder>? configure = null,
        TimeProvider? time = null,
        string? dataDirectory = null,
        string? contentRoot = null,
        Action<ILoggingBuilder>? logging = null)
        => FunctionsTestHost.StartAsync(configure, new FunctionsTestHostOptions
        {
            FunctionTypes = types,
            UsePort = true,
            Settings = settings ?? [],
            Time = time,
            DataDirectory = dataDirectory,
            ContentRoot = contentRoot,
            Logging = logging,
        });
}
