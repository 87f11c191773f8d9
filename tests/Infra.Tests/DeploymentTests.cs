using System.Text.Json.Nodes;

namespace CharacterFanOut.Infra.Tests;

public sealed class DeploymentTests
{
    [Fact]
    public void App_Runtime_IsDotNetTenIsolatedOnFlexConsumption()
    {
        var plan = Assert.Single(ArmTemplate.OfType("Microsoft.Web/serverfarms"));
        var runtime = Assert.Single(ArmTemplate.OfType("Microsoft.Web/sites"))["properties"]!["functionAppConfig"]!["runtime"]!;

        Assert.Equal("FC1", (string?)plan["sku"]!["name"]);
        Assert.Equal("dotnet-isolated", (string?)runtime["name"]);
        Assert.Equal("10.0", (string?)runtime["version"]);
    }

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
    public void Network_WhenPrivate_ClosesStorage()
    {
        var properties = Assert.Single(ArmTemplate.OfType("Microsoft.Storage/storageAccounts"))["properties"]!;

        Assert.Equal("[if(parameters('publicNetworkAccess'), 'Enabled', 'Disabled')]", (string?)properties["publicNetworkAccess"]);
        Assert.Equal("[if(parameters('publicNetworkAccess'), 'Allow', 'Deny')]", (string?)properties["networkAcls"]!["defaultAction"]);
        Assert.Equal("[not(parameters('privateNetworking'))]", (string?)Module("storage")["publicNetworkAccess"]!["value"]);
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

    private static JsonNode AlertRules() =>
        ArmTemplate.All(Bicep.Template).Single(template => template.Name == "main/alerts").Template["variables"]!["rules"]!;

    private static JsonObject Module(string name) => (JsonObject)Bicep.Template["resources"]![name]!["properties"]!["parameters"]!;
}
