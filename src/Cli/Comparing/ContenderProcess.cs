using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CharacterFanOut.Cli.Client;

namespace CharacterFanOut.Cli.Comparing;

internal sealed class ContenderProcess(Contender contender, IdSet ids, UpstreamProbe upstream, string folder)
{
    /// <param name="resume">Whether it was killed before: the durable one resumes.</param>
    public async Task<FetchResult> RunAsync(bool resume, CancellationToken cancellationToken)
    {
        using var process = Start(resume);
        await using var registration = cancellationToken.Register(() => Kill(process));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return process.ExitCode is ExitCodes.Success or ExitCodes.SomeFailed
            ? JsonSerializer.Deserialize(output, ClientJsonContext.Default.FetchResult)!
            : throw new CliException(process.ExitCode == ExitCodes.Unreachable ? ExitCodes.Unreachable : ExitCodes.BadInput, (await errors).Trim());
    }

    /// <summary>Runs it, and kills it as soon as the upstream has answered a number of requests.</summary>
    /// <returns>How many requests were answered when it was dead; null when it was over before.</returns>
    public async Task<long?> KillAsync(long answers, CancellationToken cancellationToken)
    {
        using var process = Start(resume: false);
        await using var registration = cancellationToken.Register(() => Kill(process));
        var drained = Task.WhenAll(process.StandardError.ReadToEndAsync(CancellationToken.None), process.StandardOutput.ReadToEndAsync(CancellationToken.None));
        while (!process.HasExited && (await upstream.GetStatisticsAsync(cancellationToken)).Answered < answers)
        {
            // As short as a pause can be: the moment to kill passes quickly, and the contender needs the processor.
            await Task.Delay(1, cancellationToken);
        }

        Kill(process);
        await process.WaitForExitAsync(cancellationToken);
        await drained;
        return process.ExitCode is ExitCodes.Success or ExitCodes.SomeFailed ? null : (await upstream.GetStatisticsAsync(cancellationToken)).Answered;
    }

    private static void Kill(Process process)
    {
        // SIGKILL on Unix: the process cannot save anything.
        if (!process.HasExited)
        {
            process.Kill();
        }
    }

    private Process Start(bool resume) => contender switch
    {
        { IsDurable: true } when resume => StartThisProgram("run", "--resume", "--json", "--data", folder, "--api", upstream.BaseAddress.ToString()),
        { IsDurable: true } => StartThisProgram(
            "run", ids.ToString(), "--json", "--data", folder, "--api", upstream.BaseAddress.ToString(),
            "--max-concurrency", contender.Concurrency.ToString(CultureInfo.InvariantCulture)),
        _ => StartThisProgram(ContendCommand.CommandName, ids.ToString(), contender.Name, upstream.BaseAddress.ToString()),
    };

    private Process StartThisProgram(params IEnumerable<string> arguments)
    {
        // An installed tool starts by another executable than dotnet.
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
            : "dotnet";
        var start = new ProcessStartInfo(dotnet, [typeof(ContenderProcess).Assembly.Location, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The comparison has its own upstream and hosts.
        start.Environment.Remove("FANOUT_HOST");
        return Process.Start(start)!;
    }
}
