using System.Diagnostics;
using System.Text.Json;

namespace DurableTask.Sqlite.Tests.Crash;

/// <summary>A host in a process of its own that can be killed at any instant.</summary>
internal sealed class CrashHostProcess : IDisposable
{
    private readonly Process process;

    public CrashHostProcess(string database, bool keepOrchestrators)
    {
        this.process = Process.Start(new ProcessStartInfo("dotnet", [typeof(HostCommand).Assembly.Location, database, keepOrchestrators ? "keep" : "replay"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        this.Errors = this.process.StandardError.ReadToEndAsync();
    }

    public int Id => this.process.Id;

    /// <summary>What the process has written to its standard error, once it is gone.</summary>
    public Task<string> Errors { get; }

    /// <summary>Waits until the worker runs; false when the process was killed before.</summary>
    public async Task<bool> IsReadyAsync() => await this.AnswerAsync() is not null;

    /// <summary>Gives a command; null when the process was killed before it answered.</summary>
    public async Task<HostAnswer?> AskAsync(HostCommand command)
    {
        try
        {
            await this.process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command));
            await this.process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            return null;
        }

        return await this.AnswerAsync();
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => this.process.Kill();

    /// <summary>Waits until the process is gone.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> GoneAsync()
    {
        await this.process.WaitForExitAsync();
        return this.process.ExitCode;
    }

    public void Dispose()
    {
        if (!this.process.HasExited)
        {
            this.process.Kill();
        }

        this.process.Dispose();
    }

    private async Task<HostAnswer?> AnswerAsync()
    {
        string? line = await this.process.StandardOutput.ReadLineAsync();
        try
        {
            return line is null ? null : JsonSerializer.Deserialize<HostAnswer>(line);
        }
        catch (JsonException)
        {
            // The last line of a killed process may be cut.
            return null;
        }
    }
}
