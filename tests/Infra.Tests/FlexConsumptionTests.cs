using System.Text.Json.Nodes;

namespace CharacterFanOut.Infra.Tests;

/// <summary>What Flex Consumption wants in its own place, and what it refuses where other plans have it.</summary>
public sealed class FlexConsumptionTests
{
    private static JsonNode Site => Assert.Single(ArmTemplate.OfType("Microsoft.Web/sites"))["properties"]!;

    [Fact]
    public void App_Runtime_IsDotNetTenIsolatedOnFlexConsumption()
    {
        var plan = Assert.Single(ArmTemplate.OfType("Microsoft.Web/serverfarms"));
        var runtime = Site["functionAppConfig"]!["runtime"]!;

        Assert.Equal(("FC1", "FlexConsumption"), ((string?)plan["sku"]!["name"], (string?)plan["sku"]!["tier"]));
        Assert.True((bool)plan["properties"]!["reserved"]!);
        Assert.Equal("[parameters('zoneRedundant')]", (string?)plan["properties"]!["zoneRedundant"]);
        Assert.Equal(("dotnet-isolated", "10.0"), ((string?)runtime["name"], (string?)runtime["version"]));
    }

    // Azure answers 51021, "for Flex Consumption sites is invalid", in the regions that check already.
    [Theory]
    [InlineData("alwaysOn")]
    [InlineData("ftpsState")]
    [InlineData("functionAppScaleLimit")]
    [InlineData("functionsRuntimeScaleMonitoringEnabled")]
    [InlineData("linuxFxVersion")]
    [InlineData("minimumElasticInstanceCount")]
    [InlineData("netFrameworkVersion")]
    [InlineData("preWarmedInstanceCount")]
    [InlineData("use32BitWorkerProcess")]
    [InlineData("windowsFxVersion")]
    public void SiteConfig_OfTheApp_HasNothingThatIsRefused(string property)
    {
        Assert.DoesNotContain(property, (JsonObject)Site["siteConfig"]!);
        Assert.DoesNotContain(property, (JsonObject)Site);
    }

    [Theory]
    [InlineData("ENABLE_ORYX_BUILD")]
    [InlineData("FUNCTIONS_EXTENSION_VERSION")]
    [InlineData("FUNCTIONS_WORKER_RUNTIME")]
    [InlineData("SCM_DO_BUILD_DURING_DEPLOYMENT")]
    [InlineData("WEBSITE_CONTENTSHARE")]
    [InlineData("WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT")]
    [InlineData("WEBSITE_RUN_FROM_PACKAGE")]
    [InlineData("WEBSITE_TIME_ZONE")]
    public void Settings_OfTheApp_HaveNothingOfOtherPlans(string setting)
    {
        Assert.DoesNotContain(setting, Bicep.Template.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        // In siteConfig they would be a second place beside the config resource, which replaces them all.
        Assert.Null(Site["siteConfig"]!["appSettings"]);
    }

    [Fact]
    public void Scale_OfTheApp_IsWhatTheParametersSay()
    {
        var scale = Site["functionAppConfig"]!["scaleAndConcurrency"]!;

        Assert.Equal("[parameters('maximumInstanceCount')]", (string?)scale["maximumInstanceCount"]);
        Assert.Equal("[parameters('instanceMemoryMB')]", (string?)scale["instanceMemoryMB"]);
        // Orchestrations and activities scale as one group of that name.
        Assert.Equal(
            "[if(equals(parameters('alwaysReadyInstances'), 0), createArray(), createArray(createObject('name', 'durable', 'instanceCount', parameters('alwaysReadyInstances'))))]",
            (string?)scale["alwaysReady"]);
        foreach (var (parameter, most) in new[] { ("maximumInstanceCount", 1000), ("alwaysReadyInstances", 20) })
        {
            Assert.Equal(most, (int)Bicep.Template["parameters"]![parameter]!["maxValue"]!);
        }
    }

    [Fact]
    public void Deployment_OfTheApp_LiesInAContainerOfItsStorage()
    {
        var storage = Site["functionAppConfig"]!["deployment"]!["storage"]!;
        var containers = ArmTemplate.OfType("Microsoft.Storage/storageAccounts/blobServices/containers").Select(container => (string?)container["name"]);

        Assert.Equal("blobContainer", (string?)storage["type"]);
        Assert.Contains("primaryEndpoints.blob, parameters('deploymentContainerName')", (string?)storage["value"], StringComparison.Ordinal);
        Assert.Contains(containers, name => name!.Contains("variables('deploymentContainer')", StringComparison.Ordinal));
    }
}
