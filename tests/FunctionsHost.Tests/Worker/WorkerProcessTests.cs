using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
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
        using var program = await HostProgram.StartAsync();
        using var worker = await program.WorkerAsync();
        program.Kill();
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Host_ToldToStop_LetsARequestEnd_AndLeavesNothing()
    {
        using var folder = new TempFolder();
        using var program = await HostProgram.StartAsync();
        using var worker = await program.WorkerAsync();
        var answer = program.Client.GetStringAsync($"api/slow?mark={Uri.EscapeDataString(Path.Combine(folder.Path, "open"))}");
        await Polling.UntilAsync(() => Directory.GetFiles(folder.Path).Length == 1, "the function has begun");
        await program.TerminateAsync();
        await Polling.UntilAsync(
            async () =>
            {
                using var other = await program.Client.GetAsync("api/process");
                return other.StatusCode == System.Net.HttpStatusCode.ServiceUnavailable;
            },
            "the host takes no more requests");
        folder.Write("open", "");
        Assert.Equal("done", await answer);
        Assert.Equal(0, await program.EndedAsync());
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Worker_KilledWhileAHundredActivitiesRun_TheyAreGivenOutAgain_AndOutcomesAreKept()
    {
        using var folder = new TempFolder();
        await using var host = await StartAsync("", options => options.Settings["AzureFunctionsJobHost__extensions__durableTask__maxConcurrentActivityFunctions"] = "100");
        using var input = JsonContent.Create(folder.Path);
        using var started = await host.Client.PostAsync("runtime/webhooks/durabletask/orchestrators/Gates/gates", input);
        await Polling.UntilAsync(async () => await CompletedAsync() == 50 && Runs().Count == 100, "half of them have ended, and all have begun");

        using (var process = Process.GetProcessById(int.Parse(await host.Client.GetStringAsync("api/process"), CultureInfo.InvariantCulture)))
        {
            process.Kill();
        }

        await Polling.UntilAsync(() => Runs().Count == 150, "those that were running run again");
        folder.Write("open", "");
        var status = await StatusAsync("");
        await Polling.UntilAsync(async () => (status = await StatusAsync("")).GetProperty("runtimeStatus").GetString() == "Completed", "the instance is over");
        Assert.Equal(100, status.GetProperty("output").GetInt32());
        Assert.All(Runs().GroupBy(number => number), runs => Assert.Equal(1 + (runs.Key % 2), runs.Count()));

        List<int> Runs() => [.. Directory.GetFiles(folder.Path, "*.*-*").Select(file => int.Parse(Path.GetFileName(file).Split('.')[0], CultureInfo.InvariantCulture))];

        async Task<JsonElement> StatusAsync(string query) => await host.Client.GetFromJsonAsync<JsonElement>($"runtime/webhooks/durabletask/instances/gates{query}");

        async Task<int> CompletedAsync() => (await StatusAsync("?showHistory=true")).GetProperty("historyEvents").EnumerateArray()
            .Count(item => item.GetProperty("EventType").GetString() == "TaskCompleted");
    }

    [Fact]
    public async Task Activity_ThatHangs_FailsAfterTheFunctionTimeout()
    {
        using var folder = new TempFolder();
        await using var host = await StartAsync("", options => options.Settings["AzureFunctionsJobHost__functionTimeout"] = "00:00:01");
        using var input = JsonContent.Create(folder.Path);
        using var started = await host.Client.PostAsync("runtime/webhooks/durabletask/orchestrators/Gates/gates", input);
        JsonElement status = default;
        await Polling.UntilAsync(
            async () => (status = await host.Client.GetFromJsonAsync<JsonElement>("runtime/webhooks/durabletask/instances/gates")).GetProperty("runtimeStatus").GetString() == "Failed",
            "the instance has failed");
        folder.Write("open", "");
        Assert.Contains("Function 'Gate' ran for longer than 00:00:01", status.GetProperty("output").GetString(), StringComparison.Ordinal);
    }

    private static Task<TestHost> StartAsync(string how, Action<FunctionsHostOptions>? configure = null)
        => TestHosts.StartAppAsync(configure: options =>
        {
            options.Settings["TEST_START"] = how;
            configure?.Invoke(options);
        });
}
