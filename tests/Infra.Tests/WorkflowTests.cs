using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CharacterFanOut.Infra.Tests;

public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows => [.. Directory.GetFiles(Folder, "*.yml").Select(file => Path.GetFileName(file)!)];

    private static string Folder => Path.Combine(Bicep.RepositoryRoot, ".github", "workflows");

    // A tag can be moved to other code; a commit cannot.
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Actions_OfAWorkflow_ArePinnedAndSayTheirVersion(string workflow)
    {
        var uses = Read(workflow).Where(line => line.TrimStart(' ', '-').StartsWith("uses:", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses, line => Assert.Matches(Pinned(), line));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Permissions_OfAWorkflow_AreNoneButThoseOfItsJobs(string workflow)
    {
        var lines = Read(workflow);
        var jobs = lines.SkipWhile(line => line != "jobs:").Where(line => Job().IsMatch(line)).Count();

        Assert.Contains("permissions: {}", lines);
        Assert.True(jobs > 0);
        Assert.Equal(jobs, lines.Count(line => line == "    permissions:"));
    }

    // What azd set locally would do, a variable of the environment does here; unset, it is as the template has it.
    [Fact]
    public void Deploy_Variables_AreThoseOfTheTemplate()
    {
        var given = Read("deploy.yml").Select(line => Variable().Match(line)).Where(match => match.Success)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["default"].Value);
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(Bicep.InfraFolder, "main.parameters.json")))!;
        var wanted = ((JsonObject)file["parameters"]!).Select(parameter => Parameter().Match((string)parameter.Value!["value"]!)).Where(match => match.Success)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["default"].Value);

        Assert.True(wanted.Count > 5, "the pattern finds too little");
        Assert.Equal(wanted.OrderBy(pair => pair.Key, StringComparer.Ordinal), given.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Deploy_Azd_IsOneThatTheProjectTakes()
    {
        var wanted = File.ReadLines(Path.Combine(Bicep.RepositoryRoot, "azure.yaml")).Single(line => line.StartsWith("  azd: ", StringComparison.Ordinal));
        var installed = Read("deploy.yml").Single(line => line.StartsWith("          version: ", StringComparison.Ordinal));

        Assert.True(Version.Parse(installed.Split(':')[1].Trim()) >= Version.Parse(wanted.Split(">=")[1].Trim(' ', '"')), $"{installed} {wanted}");
    }

    private static string[] Read(string workflow) => File.ReadAllLines(Path.Combine(Folder, workflow));

    [GeneratedRegex("""uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$""")]
    private static partial Regex Pinned();

    [GeneratedRegex("""^  [\w-]+:$""")]
    private static partial Regex Job();

    [GeneratedRegex("""^      (?<name>\w+): \$\{\{ vars\.\k<name> \|\| '(?<default>.*)' \}\}$""")]
    private static partial Regex Variable();

    [GeneratedRegex("""^\$\{(?<name>\w+)=(?<default>.*)\}$""")]
    private static partial Regex Parameter();
}
