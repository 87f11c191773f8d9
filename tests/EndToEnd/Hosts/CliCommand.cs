using System.Diagnostics;

namespace CharacterFanOut.EndToEnd.Hosts;

/// <summary>A command of <c>fanout</c>, run to its end.</summary>
internal static class CliCommand
{
    /// <summary>Runs a command on a data folder.</summary>
    /// <param name="command">The command and its arguments, separated by spaces.</param>
    /// <param name="folder">The data folder, and the one that it runs in.</param>
    /// <param name="limit">How long it may take.</param>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string command, string folder, TimeSpan limit)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", HostProcess.Cli, .. command.Split(' '), "--data", folder])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var cancellation = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(cancellation.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, await output, await error);
    }
}
