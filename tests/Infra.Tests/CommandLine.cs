using System.Diagnostics;

namespace CharacterFanOut.Infra.Tests;

/// <summary>Runs a program to its end and keeps what it said.</summary>
internal static class CommandLine
{
    /// <param name="environment">Variables to set, or, where there is no value, to take away.</param>
    /// <param name="input">What the program reads.</param>
    public static CommandResult Run(string program, string[] arguments, Dictionary<string, string?>? environment = null, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = input is not null };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        if (input is not null)
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }

        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new CommandResult(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
