using System.Runtime.CompilerServices;
using System.Text.Json;
using CharacterFanOut.EndToEnd.Hosts;

namespace CharacterFanOut.EndToEnd.Processes;

/// <summary>A data folder that the version before has left, with one fan-out in it: 11 characters fetched, and one that there is not.</summary>
public sealed class VersionBeforeTests : IDisposable
{
    private const string FanOut = "before";
    private const string TaskHub = "FanOut.db";

    private readonly string folder = Directory.CreateTempSubdirectory("fanout-before-").FullName;

    public VersionBeforeTests()
    {
        foreach (var file in Directory.EnumerateFiles(Golden(), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Golden(), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("run 1-5")]
    [InlineData("run --resume")]
    [InlineData("serve --port 0")]
    [InlineData("list")]
    public async Task Folder_OfTheVersionBefore_IsRefusedInASentenceThatSaysWhatToDo(string command)
    {
        var hub = File.ReadAllBytes(Path.Combine(folder, TaskHub));

        var (code, output, error) = await RunAsync(command);

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains($"{Path.Combine(folder, TaskHub)}' is a task hub that the version before wrote", error, StringComparison.Ordinal);
        Assert.Contains("move the file away", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Equal(hub, File.ReadAllBytes(Path.Combine(folder, TaskHub)));
    }

    [Fact]
    public async Task Results_OfTheVersionBefore_AreReadOnceItsTaskHubIsMovedAway()
    {
        File.Move(Path.Combine(folder, TaskHub), Path.Combine(folder, TaskHub + ".before"));

        var report = await RunAsync($"report {FanOut} --json");
        var characters = await RunAsync($"export {FanOut} --format ndjson");
        var failures = await RunAsync($"export {FanOut} --failures --format ndjson");
        var nobody = await RunAsync("report nobody");

        // One was not fetched, which the exit code of a report says.
        Assert.Equal((1, ""), (report.Code, report.Error));
        using var read = JsonDocument.Parse(report.Output);
        Assert.Equal((11, 1), (read.RootElement.GetProperty("fetched").GetInt32(), read.RootElement.GetProperty("failed").GetInt32()));
        Assert.Equal((0, 11), (characters.Code, Lines(characters.Output)));
        Assert.Equal((0, 1), (failures.Code, Lines(failures.Output)));
        Assert.Equal(2, nobody.Code);
    }

    private static int Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    private static string Golden([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "Golden", "version-before");

    private Task<(int Code, string Output, string Error)> RunAsync(string command) => CliCommand.RunAsync(command, folder, TimeSpan.FromMinutes(1));
}
