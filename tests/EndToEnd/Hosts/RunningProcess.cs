using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CharacterFanOut.EndToEnd.Hosts;

/// <summary>A process that a test has started: what it prints is kept, and it is ended with all that it started.</summary>
internal sealed class RunningProcess
{
    private readonly Process process;
    private readonly StringBuilder output = new();

    private RunningProcess(Process process) => this.process = process;

    public bool HasExited => process.HasExited;

    public int Id => process.Id;

    /// <summary>What it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="start">The program.</param>
    /// <param name="settings">What is in its environment beside ours.</param>
    /// <param name="printed">Called with each line that it prints.</param>
    /// <param name="exited">Called with all that it printed, when it ends.</param>
    public static RunningProcess Start(
        ProcessStartInfo start, IReadOnlyDictionary<string, string> settings, Action<string>? printed = null, Action<string>? exited = null)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var running = new RunningProcess(process);
        process.Exited += (_, _) => exited?.Invoke(running.Output);
        process.OutputDataReceived += (_, e) => running.Read(e.Data, printed);
        process.ErrorDataReceived += (_, e) => running.Read(e.Data, printed);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return running;
    }

    /// <summary>Ends it and all that it started, and does not wait.</summary>
    public void Kill() => process.Kill(entireProcessTree: true);

    /// <summary>Ends it with SIGKILL, and what it started too, as a power cut would.</summary>
    /// <param name="withAllBelow">Whether what it started is ended, too.</param>
    public async Task KillAsync(bool withAllBelow = true)
    {
        process.Kill(withAllBelow);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Sends it a signal, and waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(string signal)
    {
        using (var kill = Process.Start("kill", ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(limit.Token);
        var code = process.ExitCode;
        process.Dispose();
        return code;
    }

    private void Read(string? line, Action<string>? printed)
    {
        if (line is null)
        {
            return;
        }

        lock (output)
        {
            output.AppendLine(line);
        }

        printed?.Invoke(line);
    }
}
