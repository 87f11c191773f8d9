using System.Diagnostics;
using System.Globalization;
using FunctionsHost.TestApp;
using FunctionsHost.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Tests.Worker;

/// <summary>With the worker's own process.</summary>
public sealed class WorkerProcessTests
{
    [Fact]
    public async Task Start_WorkerThatEnds_IsAnErrorWithItsLastOutput()
    {
        var failure = await Assert.ThrowsAsync<WorkerStartException>(() => StartAsync("exit"));
        Assert.Contains("exit code 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("The database is on fire.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WorkerThatHangs_TimesOut()
    {
        var failure = await Assert.ThrowsAsync<WorkerStartException>(() => StartAsync("hang", options => options.WorkerStartTimeout = TimeSpan.FromSeconds(2)));
        Assert.Contains("within 2 seconds", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FolderThatIsNoApp_IsAnErrorThatSaysWhatToGive()
    {
        var failure = await Assert.ThrowsAsync<WorkerStartException>(() => TestHost.StartAsync(options => options.AppDirectory = options.DataDirectory!));
        Assert.Contains("worker.config.json", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_ThatFloodsItsOutput_StartsAndIsShown()
    {
        using var log = new ListingLoggers();
        await using var host = await StartAsync("flood", options => options.ConfigureLogging = logging => logging.AddProvider(log));
        Assert.Equal(200, (int)(await host.Client.GetAsync("api/process")).StatusCode);
        await Polling.UntilAsync(() => log.Lines.Any(line => line.StartsWith("line 99999 ", StringComparison.Ordinal)), "the last line is shown");
    }

    [Fact]
    public async Task Worker_ThatIsKilled_IsReplaced()
    {
        await using var host = await StartAsync("");
        var first = await host.Client.GetStringAsync("api/process");
        using (var process = Process.GetProcessById(int.Parse(first, CultureInfo.InvariantCulture)))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        // At first the host may not know yet.
        string? second = null;
        await Polling.UntilAsync(
            async () =>
            {
                using var response = await host.Client.GetAsync("api/process");
                second = response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : null;
                return second is not null;
            },
            "another worker answers");
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Settings_ReachTheWorkerAsEnvironmentVariables()
    {
        await using var host = await StartAsync("", options => options.Settings["MY_SETTING"] = "mine");
        Assert.Equal("mine", await host.Client.GetStringAsync("api/setting/MY_SETTING"));
        Assert.Equal(TestHosts.AppFolder("FunctionsHost.TestApp"), await host.Client.GetStringAsync("api/setting/FUNCTIONS_APPLICATION_DIRECTORY"));
        Assert.Equal("", await host.Client.GetStringAsync("api/setting/FUNCTIONSHOST_WATCHDOG_PARENT"));
    }

    [Fact]
    public async Task Worker_InTheTestsProcess_Answers()
    {
        var launcher = new InProcessWorkerLauncher(async (arguments, cancellationToken) =>
        {
            using var host = TestApplication.Build(arguments);
            await host.RunAsync(cancellationToken);
        });
        await using var host = await TestHosts.StartAppAsync(configure: options => options.WorkerLauncher = launcher);
        Assert.Equal($"{Environment.ProcessId}", await host.Client.GetStringAsync("api/process"));
    }

    [Fact]
    public async Task Host_ThatIsKilled_TakesItsWorkerAlong()
    {
        using var folder = new TempFolder();
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(TestHosts.AppFolder("FunctionsHost"), "FunctionsHost.dll"), "--app", TestHosts.AppFolder("FunctionsHost.TestApp"),
                "--port", "0", "--data", folder.Path, "--setting", "TEST_SCHEDULE=0 0 0 1 1 *",
            },
            RedirectStandardOutput = true,
        };
        using var host = Process.Start(start)!;
        Uri? address = null;
        while (address is null && await host.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            var at = line.IndexOf("http://", StringComparison.Ordinal);
            address = line.Contains("Process: [GET]", StringComparison.Ordinal) ? new Uri(line[at..]) : null;
        }

        using var client = new HttpClient();
        using var worker = Process.GetProcessById(int.Parse(await client.GetStringAsync(address), CultureInfo.InvariantCulture));
        host.Kill();
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static Task<TestHost> StartAsync(string how, Action<FunctionsHostOptions>? configure = null)
        => TestHosts.StartAppAsync(configure: options =>
        {
            options.Settings["TEST_START"] = how;
            configure?.Invoke(options);
        });
}
