using System.Diagnostics;
using System.Text.Json;
using EmbeddedFunctions.DurableTask.CrashHost;

namespace EmbeddedFunctions.DurableTask.Tests.Crash;

/// <summary>A host in a process of its own that can be killed at any instant.</summary>
internal sealed class CrashHostProcess : IDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    public CrashHostProcess(string database, bool sessions)
    {
        string assembly = typeof(HostCommand).Assembly.Location;
        this.process = Process.Start(new ProcessStartInfo("dotnet", [assembly, database, sessions ? "sessions" : "replay"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        this.errors = this.process.StandardError.ReadToEndAsync();
    }

    /// <summary>What the process has written to its standard error, once it is gone.</summary>
    public Task<string> Errors => this.errors;

    /// <summary>Waits until the engine runs; false when the process was killed before.</summary>
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
