using System.Text.RegularExpressions;

namespace CharacterFanOut.Infra.Tests;

public sealed partial class QueryTests
{
    [Fact]
    public void Operations_Page_ShowsEveryQueryAsItIsDeployed()
    {
        var page = File.ReadAllText(Path.Combine(Bicep.RepositoryRoot, "docs", "operations.md"));
        var queries = Directory.GetFiles(Path.Combine(Bicep.InfraFolder, "queries"), "*.kql");

        Assert.Equal(5, queries.Length);
        Assert.All(queries, query => Assert.Contains(File.ReadAllText(query), page, StringComparison.Ordinal));
    }

    public static TheoryData<string> Queries => [.. Directory.GetFiles(Path.Combine(Bicep.InfraFolder, "queries"), "*.kql").Select(query => Path.GetFileName(query)!)];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Query_ToKusto_IsWithoutAMistake(string query) =>
        Assert.Equal("", Check(File.ReadAllText(Path.Combine(Bicep.InfraFolder, "queries", query)).Replace("{percent}", "0.000001", StringComparison.Ordinal)));

    [Theory]
    [InlineData("requests | where succes == 'True'", "succes")]
    [InlineData("requests | where name ==", "Missing expression")]
    [InlineData("traces | where cloud_RoleName > 3", "string")]
    public void Query_WithAMistake_IsNot(string query, string mistake) => Assert.Contains(mistake, Check(query), StringComparison.Ordinal);

    // AzureMonitorTests in Functions.Tests see each of these sent: a new one goes there too.
    [Fact]
    public void Queries_Dimensions_AreAmongThoseThatAreSeenSent()
    {
        var asked = Directory.GetFiles(Path.Combine(Bicep.InfraFolder, "queries"), "*.kql")
            .SelectMany(query => Dimension().Matches(File.ReadAllText(query)))
            .Select(match => match.Groups["name"].Value);

        Assert.Equal(
            ["EventName", "Failed", "FanOutId", "Fetched", "Requested", "Result", "Seconds", "Why", "durabletask.task.instance_id", "durabletask.task.status"],
            asked.Distinct().Order(StringComparer.Ordinal));
    }

    private static string Check(string query)
    {
        var result = CommandLine.Run("node", [Path.Combine(Bicep.RepositoryRoot, "tests", "Infra.Tests", "Kusto", "check.js")], input: query);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result.Output;
    }

    [GeneratedRegex("""customDimensions(\.(?<name>\w+)|\["(?<name>[^"]+)"\])""")]
    private static partial Regex Dimension();
}
