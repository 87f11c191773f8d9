using System.Diagnostics;

namespace CharacterFanOut.Cli.Tests.Commands;

/// <summary>The completion script in a real bash, which calls the real program.</summary>
public sealed class BashCompletionTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fanout-completion-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("fanout compa", "compare")]
    [InlineData("fanout re", "report,resume,retry")]
    [InlineData("fanout run 1-9 --on-failure ", "abort,continue")]
    [InlineData("fanout serve --bi", "--bind")]
    [InlineData("fanout export --output no", "notes.txt")]
    [InlineData("fanout run 1-9 --data no", "notes.txt")]
    public async Task Tab_AfterAPartOfALine_OffersTheRest(string line, string expected)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "notes.txt"), "");
        var words = line.Split(' ');
        var program = Path.Combine(AppContext.BaseDirectory, "fanout.dll");

        var offered = await BashAsync($$"""
            fanout() { dotnet '{{program}}' "$@"; }
            source <(fanout completion bash)
            complete -p fanout | grep -q -- '-F _fanout' || echo 'not registered'
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}} COMP_CWORD={{words.Length - 1}}
            COMP_WORDS=({{string.Join(' ', words.Select(static word => $"'{word}'"))}})
            _fanout
            printf '%s\n' "${COMPREPLY[@]}"
            """);

        Assert.Equal(expected.Split(','), offered.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private async Task<string> BashAsync(string script)
    {
        var start = new ProcessStartInfo("bash") { WorkingDirectory = folder.FullName, RedirectStandardOutput = true, ArgumentList = { "--norc", "-c", script } };
        using var bash = Process.Start(start)!;
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
