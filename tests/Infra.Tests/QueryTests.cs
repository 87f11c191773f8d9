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

    [GeneratedRegex("""customDimensions(\.(?<name>\w+)|\["(?<name>[^"]+)"\])""")]
    private static partial Regex Dimension();
}
