using FunctionsHost.Worker;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Tests;

/// <summary>Starts hosts on a free port, each with a data folder of its own.</summary>
internal static class TestHosts
{
    /// <summary>The built folder of a test app.</summary>
    public static string AppFolder(string project)
    {
        var own = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        return Path.GetFullPath(Path.Combine(own, "..", "..", project, Path.GetFileName(own)));
    }

    /// <summary>A host with a worker of the test's own.</summary>
    public static Task<TestHost> StartAsync(
        FakeWorker worker,
        Dictionary<string, string>? settings = null,
        TimeProvider? time = null,
        string? dataDirectory = null,
        string? appDirectory = null,
        Action<ILoggingBuilder>? logging = null)
        => TestHost.StartAsync(
            options =>
            {
                options.AppDirectory = appDirectory ?? options.DataDirectory!;
                options.DataDirectory = dataDirectory ?? options.DataDirectory;
                options.WorkerLauncher = worker;
                options.TimeProvider = time ?? TimeProvider.System;
                options.ConfigureLogging = logging;
                Add(options, settings);
            });

    /// <summary>A host with a test app's own process.</summary>
    public static Task<TestHost> StartAppAsync(string project = "FunctionsHost.TestApp", Action<FunctionsHostOptions>? configure = null)
        => TestHost.StartAsync(
            options =>
            {
                options.AppDirectory = AppFolder(project);
                options.Settings["TEST_SCHEDULE"] = "0 0 0 1 1 *";
                configure?.Invoke(options);
            });

    private static void Add(FunctionsHostOptions options, Dictionary<string, string>? settings)
    {
        foreach (var (name, value) in settings ?? [])
        {
            options.Settings[name] = value;
        }
    }
}

/// <summary>A host with its folder and a client.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly TempFolder _folder;

    private TestHost(FunctionsAppHost host, TempFolder folder)
    {
        Host = host;
        _folder = folder;
        Client = new HttpClient { BaseAddress = host.BaseAddress };
    }

    public FunctionsAppHost Host { get; }

    public HttpClient Client { get; }

    public Uri BaseAddress => Host.BaseAddress;

    public static async Task<TestHost> StartAsync(Action<FunctionsHostOptions> configure)
    {
        var folder = new TempFolder();
        try
        {
            var options = new FunctionsHostOptions { AppDirectory = "", Port = 0, DataDirectory = folder.Path };
            configure(options);
            return new TestHost(await FunctionsAppHost.StartAsync(options, TestContext.Current.CancellationToken), folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public Task StopAsync() => Host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        _folder.Dispose();
    }
}
