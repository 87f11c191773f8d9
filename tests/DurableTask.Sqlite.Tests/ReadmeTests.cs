using System.Diagnostics;
using DurableTask.Sqlite.Tests.Hub;

namespace DurableTask.Sqlite.Tests;

/// <summary>The example of the package's README is a program, and it does what it says.</summary>
public sealed class ReadmeTests
{
    private static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sample", name)).ReplaceLineEndings("\n");

    [Fact]
    public void Example_IsTheSampleProgram()
    {
        string readme = Read("README.md");
        int start = readme.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;

        Assert.Equal(Read("Program.cs"), readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task Example_Run_PrintsWhatItSays()
    {
        using var folder = new TemporaryFolder();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "DurableTask.Sqlite.Sample.dll")])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(folder.File("x")),
        })!;

        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal("[\"Hello Ada\",\"Hello Grace\"]", output.Trim());
        Assert.Equal(0, process.ExitCode);
    }
}
