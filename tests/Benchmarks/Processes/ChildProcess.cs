using System.Diagnostics;
using System.Text.Json;

namespace CharacterFanOut.Benchmarks.Processes;

/// <summary>This program once more, in a process of its own: its memory and its runtime are nobody else's, and it can be killed.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private ChildProcess(Process process)
    {
        this.process = process;
        this.errors = process.StandardError.ReadToEndAsync();
    }

    public static ChildProcess Start(string role, params IEnumerable<string> args)
    {
        string program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        }

        foreach (string arg in (IEnumerable<string>)["child", role, .. args])
        {
            start.ArgumentList.Add(arg);
        }

        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>Runs a child to its end and reads its last line as JSON.</summary>
    public static async Task<T> ResultAsync<T>(string role, params IEnumerable<string> args)
    {
        using ChildProcess child = Start(role, args);
        string output = await child.process.StandardOutput.ReadToEndAsync();
        await child.process.WaitForExitAsync();
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (child.process.ExitCode != 0 || lines.Length == 0)
        {
            throw new BenchmarkFailedException($"The process '{role}' ended with {child.process.ExitCode}: {await child.errors}");
        }

        return JsonSerializer.Deserialize<T>(lines[^1])!;
    }

    /// <summary>The next line that the child writes.</summary>
    public async Task<string> ReadLineAsync() => await this.process.StandardOutput.ReadLineAsync()
        ?? throw new BenchmarkFailedException($"The process ended early: {await this.errors}");

    /// <summary>Ends the child at once (SIGKILL).</summary>
    public void Kill() => this.process.Kill(entireProcessTree: true);

    /// <summary>Waits until the child is gone.</summary>
    /// <returns>Its exit code, and the whole lines that it has written and nobody has read.</returns>
    public async Task<(int ExitCode, string[] Lines)> FinishAsync()
    {
        string rest = await this.process.StandardOutput.ReadToEndAsync();
        await this.process.WaitForExitAsync();
        int whole = rest.LastIndexOf('\n') + 1;
        return (this.process.ExitCode, rest[..whole].Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public void Dispose()
    {
        if (!this.process.HasExited)
        {
            this.process.Kill(entireProcessTree: true);
        }

        this.process.Dispose();
    }
}
