using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CharacterFanOut.Infra.Tests;

public sealed partial class OutputTests
{
    private static JsonObject Outputs => (JsonObject)Bicep.Template["outputs"]!;

    [Theory]
    [InlineData("AZURE_LOCATION")]
    [InlineData("AZURE_RESOURCE_GROUP")]
    [InlineData("AZURE_FUNCTION_APP_NAME")]
    [InlineData("AZURE_STORAGE_ACCOUNT_NAME")]
    [InlineData("AZURE_IDENTITY_CLIENT_ID")]
    [InlineData("APPLICATIONINSIGHTS_NAME")]
    [InlineData("DURABLE_TASK_SCHEDULER_ENDPOINT")]
    [InlineData("FANOUT_HOST")]
    [InlineData("FANOUT_DASHBOARD")]
    public void Outputs_OfMain_HaveWhatPeopleAndScriptsNeed(string name) => Assert.Contains(name, Outputs);

    [Fact]
    public void Outputs_ThatThePagesAskAzdFor_AreThere()
    {
        var pages = new[] { "README.md", "docs/operations.md", "docs/runtimes.md" }.Select(page => File.ReadAllText(Path.Combine(Bicep.RepositoryRoot, page)));
        var asked = pages.SelectMany(page => Asked().Matches(page)).Select(match => match.Groups["name"].Value).Distinct().ToList();

        Assert.Contains("FANOUT_HOST", asked);
        Assert.All(asked, name => Assert.Contains(name, Outputs));
    }

    [Fact]
    public void Outputs_OfEveryTemplate_AreDescribedAndPublic() =>
        Assert.Empty(
            from template in ArmTemplate.All(Bicep.Template)
            from output in (JsonObject?)template.Template["outputs"] ?? []
            where string.IsNullOrWhiteSpace((string?)output.Value!["metadata"]?["description"])
                || ((string)output.Value["type"]!).StartsWith("secure", StringComparison.OrdinalIgnoreCase)
            select $"{template.Name}: {output.Key}");

    [GeneratedRegex(@"azd env get-value (?<name>\w+)")]
    private static partial Regex Asked();
}
