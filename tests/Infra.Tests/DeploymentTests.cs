using System.Text.Json.Nodes;

namespace CharacterFanOut.Infra.Tests;

public sealed class DeploymentTests
{
    [Theory]
    [InlineData("scheduler", "useDurableTaskScheduler")]
    [InlineData("network", "privateNetworking")]
    [InlineData("endpoints", "privateNetworking")]
    public void Module_ThatIsOptional_DependsOnItsSwitchWhichIsOff(string module, string parameter)
    {
        Assert.Contains($"parameters('{parameter}')", (string?)Bicep.Template["resources"]![module]!["condition"], StringComparison.Ordinal);
        Assert.False((bool)Bicep.Template["parameters"]![parameter]!["defaultValue"]!);
    }

    [Fact]
    public void Azd_Service_MatchesTheTagOfTheApp()
    {
        var file = File.ReadAllLines(Path.Combine(Bicep.RepositoryRoot, "azure.yaml"));
        var services = Array.IndexOf(file, "services:");
        var service = file[services + 1].Trim().TrimEnd(':');
        var project = file.Single(line => line.Trim().StartsWith("project:", StringComparison.Ordinal)).Split(':')[1].Trim();

        Assert.Contains($"'azd-service-name', '{service}'", (string?)Assert.Single(ArmTemplate.OfType("Microsoft.Web/sites"))["tags"], StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(Bicep.RepositoryRoot, project)), project);
    }

    [Fact]
    public void Alerts_OnFailedFanOuts_AreThere()
    {
        var alerts = ((JsonArray)AlertRules()).Select(rule => (string)rule!["name"]!);

        Assert.Equal(["failed-fan-outs", "failed-ids", "server-errors"], alerts);
        Assert.Single(ArmTemplate.OfType("Microsoft.Insights/scheduledQueryRules"));
        Assert.Single(ArmTemplate.OfType("Microsoft.Insights/workbooks"));
    }

    [Fact]
    public void Alerts_Addresses_AreSplitAndEachGetsTheAlerts()
    {
        var emails = (string?)Bicep.Template["resources"]!["alerts"]!["properties"]!["parameters"]!["emails"]!["value"];
        var rule = Assert.Single(ArmTemplate.OfType("Microsoft.Insights/scheduledQueryRules"));

        Assert.Equal(
            "[filter(map(split(parameters('alertEmails'), ','), lambda('address', trim(lambdaVariables('address')))), lambda('address', not(empty(lambdaVariables('address')))))]",
            emails);
        Assert.Contains("'Microsoft.Insights/actionGroups'", (string?)rule["properties"]!["actions"]!["actionGroups"], StringComparison.Ordinal);
    }

    private static JsonNode AlertRules() =>
        ArmTemplate.All(Bicep.Template).Single(template => template.Name == "main/alerts").Template["variables"]!["rules"]!;
}
