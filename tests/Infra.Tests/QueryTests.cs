namespace CharacterFanOut.Infra.Tests;

public sealed class QueryTests
{
    [Fact]
    public void Operations_Page_ShowsEveryQueryAsItIsDeployed()
    {
        var page = File.ReadAllText(Path.Combine(Bicep.RepositoryRoot, "docs", "operations.md"));
        var queries = Directory.GetFiles(Path.Combine(Bicep.InfraFolder, "queries"), "*.kql");

        Assert.Equal(5, queries.Length);
        Assert.All(queries, query => Assert.Contains(File.ReadAllText(query), page, StringComparison.Ordinal));
    }
}
