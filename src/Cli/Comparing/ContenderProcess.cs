using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CharacterFanOut.Cli.Comparing;

/// <summary>Runs a contender in a process of its own.</summary>
/// <param name="contender">Which.</param>
/// <param name="ids">The ids.</param>
/// <param name="upstream">The API.</param>
/// <param name="folder">Its folder for state.</param>
internal sealed class ContenderProcess(Contender contender, string ids, Uri upstream, string folder)
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="again">Whether it was killed before: what can resume, does.</param>
    public async Task<FetchResult> RunAsync(bool again, CancellationToken cancellation)
    {
        using var process = Start(again);
        await using var endsWithThis = cancellation.Register(() => Kill(process));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode > ExitCodes.SomeFailed)
        {
            throw new CliException(process.ExitCode == ExitCodes.Unreachable ? ExitCodes.Unreachable : ExitCodes.BadInput, (await errors).Trim());
        }

        // The durable one prints the report, the others just these figures; the names are the same.
        return JsonSerializer.Deserialize(output, ComparingJsonContext.Default.FetchResult)!;
    }

    /// <summary>Runs it, and kills it as soon as the upstream has answered so many requests.</summary>
    /// <param name="http">The sample API.</param>
    /// <returns>How many requests were answered when it was dead; null when it was over before.</returns>
    public async Task<long?> KillAsync(HttpClient http, long answers, CancellationToken cancellation)
    {
        using var process = Start(again: false);
        await using var endsWithThis = cancellation.Register(() => Kill(process));
        var drained = Task.WhenAll(process.StandardError.ReadToEndAsync(CancellationToken.None), process.StandardOutput.ReadToEndAsync(CancellationToken.None));
        while (!process.HasExited && (await UpstreamStatistics.ReadAsync(http, cancellation)).Answered < answers)
        {
            // Asked again at once: half-way is over in an instant.
        }

        Kill(process);
        await process.WaitForExitAsync(cancellation);
        await drained;
        return process.ExitCode is ExitCodes.Success or ExitCodes.SomeFailed ? null : (await UpstreamStatistics.ReadAsync(http, cancellation)).Answered;
    }

    private static void Kill(Process process)
    {
        // SIGKILL on Unix: no time for last words.
        if (!process.HasExited)
        {
            process.Kill();
        }
    }

    private Process Start(bool again) => contender switch
    {
        { IsDurable: true } when again => ThisProgram.Start(folder, "run", "--resume", "--json", "--data", folder, "--api", upstream.ToString()),
        { IsDurable: true } => ThisProgram.Start(
            folder, "run", ids, "--json", "--data", folder, "--api", upstream.ToString(),
            "--max-concurrency", contender.Concurrency.ToString(CultureInfo.InvariantCulture)),
        _ => ThisProgram.Start(folder, ContendCommand.CommandName, ids, contender.Name, upstream.ToString()),
    };
}
