using System.ComponentModel;
using System.Diagnostics;

namespace FunctionsHost.Worker;

/// <summary>Runs the worker as a child process, which ends with its host, however the host ends.</summary>
internal sealed class ProcessWorkerLauncher : IWorkerLauncher
{
    private const string StartupHooks = "DOTNET_STARTUP_HOOKS";
    private const string WatchdogVariable = "FUNCTIONSHOST_WATCHDOG_PARENT";
    private const string WatchdogFile = "FunctionsHost.Watchdog.dll";

    public IRunningWorker Launch(WorkerStart start)
    {
        var config = WorkerConfig.Read(start.AppDirectory);
        var info = new ProcessStartInfo(config.Executable)
        {
            WorkingDirectory = start.AppDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (config.WorkerFile is { } file)
        {
            info.ArgumentList.Add(file);
        }

        foreach (var argument in start.Arguments)
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in start.Environment)
        {
            info.Environment[name] = value;
        }

        AddWatchdog(info);
        try
        {
            return new ChildProcess(Process.Start(info)!, start.Output);
        }
        catch (Win32Exception e)
        {
            throw new WorkerStartException($"The worker cannot be started with '{config.Executable}': {e.Message}.", e);
        }
    }

    private static void AddWatchdog(ProcessStartInfo info)
    {
        var watchdog = Path.Combine(AppContext.BaseDirectory, WatchdogFile);
        if (!File.Exists(watchdog))
        {
            throw new WorkerStartException($"{watchdog} is missing: without it a worker would outlive its host. Restore the host's folder.");
        }

        info.Environment.TryGetValue(StartupHooks, out var hooks);
        info.Environment[StartupHooks] = string.IsNullOrEmpty(hooks) ? watchdog : hooks + Path.PathSeparator + watchdog;
        info.Environment[WatchdogVariable] = "1";
    }

    private sealed class ChildProcess : IRunningWorker
    {
        private readonly Process _process;

        public ChildProcess(Process process, Action<string> output)
        {
            _process = process;
            var printed = Task.WhenAll(BoundedLines.PumpAsync(process.StandardOutput, output), BoundedLines.PumpAsync(process.StandardError, output));
            Exited = WaitAsync(printed);
        }

        public Task<string> Exited { get; }

        public void Kill()
        {
            try
            {
                // Looking for the children of a process that is gone takes 0.1 s, and finds none.
                if (!_process.HasExited)
                {
                    _process.Kill(entireProcessTree: true);
                }
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
            {
                // It has ended by itself in the same instant.
            }
        }

        public async ValueTask DisposeAsync()
        {
            Kill();
            await Exited.ConfigureAwait(false);
            _process.Dispose();
        }

        private async Task<string> WaitAsync(Task printed)
        {
            await _process.WaitForExitAsync().ConfigureAwait(false);

            // What it printed last is what explains its end. A grandchild that keeps the pipe open must not hold this up.
            await Task.WhenAny(printed, Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false);
            return $"exit code {_process.ExitCode}";
        }
    }
}
