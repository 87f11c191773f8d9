using System.Diagnostics;

namespace CharacterFanOut.Cli.Comparing;

/// <summary>Starts this very program again, as a process of its own.</summary>
internal static class ThisProgram
{
    /// <summary>Starts it.</summary>
    /// <param name="workingFolder">The folder that it runs in.</param>
    /// <param name="arguments">Its command line.</param>
    public static Process Start(string workingFolder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo
        {
            FileName = Dotnet,
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments.Prepend(typeof(ThisProgram).Assembly.Location))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    // "dotnet fanout.dll" runs in the dotnet that runs this; the fanout that an installed tool starts by is another file.
    private static string Dotnet =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
        : "dotnet";
}
