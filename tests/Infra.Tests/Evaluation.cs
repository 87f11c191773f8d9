using System.Text.Json.Nodes;

namespace CharacterFanOut.Infra.Tests;

/// <summary>What MSBuild makes of the function app's project, without building it.</summary>
internal sealed class Evaluation
{
    private readonly JsonNode items;

    private Evaluation(JsonNode items) => this.items = items;

    public IEnumerable<string> Packages => Identities("PackageReference");

    /// <summary>The file that becomes the app's host.json.</summary>
    public string HostFile => (string)((JsonArray)items["None"]!).Single(item => (string?)item!["Link"] == "host.json")!["FullPath"]!;

    public IEnumerable<string> Versioned => Identities("PackageVersion");

    public static Evaluation Of(string? useScheduler)
    {
        var result = Run(useScheduler, "msbuild", Project, "-nologo", "-getItem:PackageReference,PackageVersion,None");
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        return new Evaluation(JsonNode.Parse(result.Output)!["Items"]!);
    }

    public static CommandResult Target(string target, string useScheduler) =>
        Run(useScheduler, "msbuild", Project, "-nologo", $"-t:{target}");

    private static string Project => Path.Combine(Bicep.RepositoryRoot, "src", "Functions");

    private static CommandResult Run(string? useScheduler, params string[] arguments) =>
        CommandLine.Run("dotnet", arguments, new() { ["FANOUT_USE_SCHEDULER"] = useScheduler });

    private IEnumerable<string> Identities(string type) => ((JsonArray)items[type]!).Select(item => (string)item!["Identity"]!);
}
