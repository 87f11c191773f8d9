using System.Diagnostics;
using System.Text.Json;

namespace CharacterFanOut.Benchmarks.Processes;

/// <summary>This program once more, or another, in a process of its own: its memory and its runtime are nobody else's, and it can be killed.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private ChildProcess(Process process)
    {
        this.process = process;
        this.errors = process.StandardError.ReadToEndAsync();
    }

    public int Id => this.process.Id;

    /// <summary>Starts this program once more.</summary>
    public static ChildProcess Start(string role, params IEnumerable<string> args) =>
        StartDotnet(typeof(ChildProcess).Assembly.Location, null, null, ["child", role, .. args]);

    /// <summary>Starts a .NET program on the runtime that this one runs on.</summary>
    /// <param name="folder">Its current folder; null for this program's.</param>
    /// <param name="environment">What is set beside this program's environment.</param>
    public static ChildProcess StartDotnet(string assembly, string? folder, IReadOnlyDictionary<string, string>? environment, params IEnumerable<string> args)
    {
        string own = Environment.ProcessPath!;
        string dotnet = Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return Start(new ProcessStartInfo(dotnet, [assembly, .. args]) { WorkingDirectory = folder ?? "" }, environment);
    }

    /// <summary>Starts another program.</summary>
    /// <param name="folder">Its current folder; null for this program's.</param>
    public static ChildProcess StartProgram(string program, string? folder, params IEnumerable<string> args) =>
        Start(new ProcessStartInfo(program, args) { WorkingDirectory = folder ?? "" }, null);

    /// <summary>Runs a child to its end and reads its last line as JSON.</summary>
    public static async Task<T> ResultAsync<T>(string role, params IEnumerable<string> args)
    {
        using ChildProcess child = Start(role, args);
        return await child.ResultAsync<T>();
    }

    /// <summary>Waits for the child's end and reads its last line as JSON.</summary>
    public async Task<T> ResultAsync<T>()
    {
        (int exitCode, string[] lines) = await this.FinishAsync();
        return exitCode == 0 && lines.Length > 0
            ? JsonSerializer.Deserialize<T>(lines[^1], JsonSerializerOptions.Web)!
            : throw new BenchmarkFailedException($"'{this.process.StartInfo.FileName}' ended with {exitCode}: {await this.errors}");
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
            this.process.WaitForExit();
        }

        this.process.Dispose();
    }

    private static ChildProcess Start(ProcessStartInfo start, IReadOnlyDictionary<string, string>? environment)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        try
        {
            return new ChildProcess(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BenchmarkFailedException($"'{start.FileName}' could not be started: {e.Message}.");
        }
    }
}
