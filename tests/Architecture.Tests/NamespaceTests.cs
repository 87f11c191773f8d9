using System.Text.RegularExpressions;

namespace CharacterFanOut.Architecture.Tests;

public sealed partial class NamespaceTests
{
    // Names that say nothing about what is in them.
    private static readonly string[] Vague = ["Base", "Common", "Core", "General", "Helper", "Helpers", "Misc", "Shared", "Util", "Utilities", "Utils"];

    public static TheoryData<string, string> RoomsAndRoots() => new()
    {
        { "FanOut", "CharacterFanOut" },
        { "Characters", "CharacterFanOut.Characters" },
        { "Functions", "CharacterFanOut.Functions" },
        { "SampleApi", "CharacterFanOut.SampleApi" },
        { "Cli", "CharacterFanOut.Cli" },
        { "DurableTask.Sqlite", "DurableTask.Sqlite" },
        { "FunctionsHost", "FunctionsHost" },
    };

    [Theory]
    [MemberData(nameof(RoomsAndRoots))]
    public void Namespaces_OfARoom_BeginWithItsOwnAndSayWhatIsInThem(string room, string root)
    {
        var declared = Directory.EnumerateFiles(Path.Combine(Rooms.Sources, room), "*.cs", SearchOption.AllDirectories)
            .SelectMany(static file => Declaration().Matches(File.ReadAllText(file)).Select(match => (File: Path.GetFileName(file), Name: match.Groups[1].Value)))
            .ToList();

        Assert.NotEmpty(declared);
        Assert.All(declared, found => Assert.True(found.Name == root || found.Name.StartsWith(root + '.', StringComparison.Ordinal), $"{found.File} is in {found.Name}, not in {root}."));
        Assert.All(declared, static found => Assert.Empty(found.Name.Split('.').Intersect(Vague)));
    }

    [Fact]
    public void Rooms_AllHaveTheirNamespaceChecked()
    {
        // The watchdog's one class has to be where the runtime looks for it: in no namespace.
        Assert.Equal(
            Rooms.Arrows.Keys.Except(["FunctionsHost.Watchdog"]).Order(StringComparer.Ordinal),
            RoomsAndRoots().Select(static row => row.Data.Item1).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
