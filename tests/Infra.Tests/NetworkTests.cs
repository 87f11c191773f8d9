using System.Text.Json.Nodes;

namespace CharacterFanOut.Infra.Tests;

/// <summary>privateNetworking: what is closed, and how the app still reaches it.</summary>
public sealed class NetworkTests
{
    private static IEnumerable<JsonNode> Subnets =>
        ((JsonArray)Assert.Single(ArmTemplate.OfType("Microsoft.Network/virtualNetworks"))["properties"]!["subnets"]!).Select(subnet => subnet!);

    [Fact]
    public void Storage_WhenPrivate_IsClosed()
    {
        var properties = Assert.Single(ArmTemplate.OfType("Microsoft.Storage/storageAccounts"))["properties"]!;

        Assert.Equal("[if(parameters('publicNetworkAccess'), 'Enabled', 'Disabled')]", (string?)properties["publicNetworkAccess"]);
        Assert.Equal("[if(parameters('publicNetworkAccess'), 'Allow', 'Deny')]", (string?)properties["networkAcls"]!["defaultAction"]);
        Assert.Equal("[not(parameters('privateNetworking'))]", (string?)Module("storage")["publicNetworkAccess"]!["value"]);
    }

    [Fact]
    public void Scheduler_WhenPrivate_IsClosed()
    {
        var properties = Assert.Single(ArmTemplate.OfType("Microsoft.DurableTask/schedulers"))["properties"]!;

        Assert.Equal("[if(parameters('publicNetworkAccess'), 'Enabled', 'Disabled')]", (string?)properties["publicNetworkAccess"]);
        Assert.Equal("[if(parameters('publicNetworkAccess'), parameters('ipAllowlist'), createArray())]", (string?)properties["ipAllowlist"]);
        Assert.Equal("[not(parameters('privateNetworking'))]", (string?)Module("scheduler")["publicNetworkAccess"]!["value"]);
    }

    [Fact]
    public void Endpoints_WhenPrivate_ReachTheTaskHubWhereverItLies()
    {
        Assert.Equal(
            "[concat(createArray('blob'), if(parameters('useDurableTaskScheduler'), createArray('scheduler'), createArray('queue', 'table')))]",
            (string?)Bicep.Template["variables"]!["privateServices"]);
        Assert.Equal("[length(variables('privateServices'))]", (string?)Bicep.Template["resources"]!["endpoints"]!["copy"]!["count"]);
        var zone = (string?)Module("endpoints")["zoneName"];
        Assert.Contains("'privatelink.durabletask.io'", zone, StringComparison.Ordinal);
        Assert.Contains("format('privatelink.{0}.{1}', variables('privateServices')[copyIndex()], environment().suffixes.storage)", zone, StringComparison.Ordinal);
    }

    [Fact]
    public void Endpoint_Each_HasAZoneThatTheNetworkResolves()
    {
        var connection = Assert.Single((JsonArray)Assert.Single(ArmTemplate.OfType("Microsoft.Network/privateEndpoints"))["properties"]!["privateLinkServiceConnections"]!);
        var link = Assert.Single(ArmTemplate.OfType("Microsoft.Network/privateDnsZones/virtualNetworkLinks"));
        var records = Assert.Single(ArmTemplate.OfType("Microsoft.Network/privateEndpoints/privateDnsZoneGroups"));

        Assert.Equal("[parameters('service')]", (string?)Assert.Single((JsonArray)connection!["properties"]!["groupIds"]!));
        Assert.False((bool)link["properties"]!["registrationEnabled"]!);
        Assert.Contains("privateDnsZones', parameters('zoneName')", records["properties"]!.ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("[parameters('zoneName')]", (string?)Assert.Single(ArmTemplate.OfType("Microsoft.Network/privateDnsZones"))["name"]);
    }

    [Fact]
    public void Subnets_Both_ArePartOfTheNetworkAndHaveRules()
    {
        Assert.Equal(["app", "endpoints"], Subnets.Select(subnet => (string?)subnet["name"]));
        Assert.All(Subnets, subnet => Assert.Contains("networkSecurityGroups", (string?)subnet["properties"]!["networkSecurityGroup"]!["id"], StringComparison.Ordinal));
        Assert.DoesNotContain(ArmTemplate.Resources(Bicep.Template), resource => ArmTemplate.Type(resource) == "Microsoft.Network/virtualNetworks/subnets");
    }

    [Fact]
    public void Subnet_OfTheApp_IsDelegatedAndJoined()
    {
        var delegation = Assert.Single((JsonArray)Subnet("app")["delegations"]!)!;
        var site = Assert.Single(ArmTemplate.OfType("Microsoft.Web/sites"));

        Assert.Equal("Microsoft.App/environments", (string?)delegation["properties"]!["serviceName"]);
        Assert.Equal("[if(empty(parameters('subnetId')), null(), parameters('subnetId'))]", (string?)site["properties"]!["virtualNetworkSubnetId"]);
        Assert.Contains("'appSubnetId'", (string?)Module("app")["subnetId"]!["value"], StringComparison.Ordinal);
    }

    [Fact]
    public void Subnet_OfTheEndpoints_LetsInTheAppAlone()
    {
        var rules = ArmTemplate.OfType("Microsoft.Network/networkSecurityGroups").SelectMany(group => (JsonArray?)group["properties"]?["securityRules"] ?? []).ToList();
        var allowed = Assert.Single(rules, rule => (string?)rule!["properties"]!["access"] == "Allow")!["properties"]!;
        var denied = Assert.Single(rules, rule => (string?)rule!["properties"]!["access"] == "Deny")!["properties"]!;

        Assert.Equal("NetworkSecurityGroupEnabled", (string?)Subnet("endpoints")["privateEndpointNetworkPolicies"]);
        Assert.Equal(("[variables('appPrefix')]", "443"), ((string?)allowed["sourceAddressPrefix"], (string?)allowed["destinationPortRange"]));
        Assert.Equal(("*", "*", "Inbound"), ((string?)denied["sourceAddressPrefix"], (string?)denied["destinationPortRange"], (string?)denied["direction"]));
        Assert.True((int)allowed["priority"]! < (int)denied["priority"]!);
    }

    private static JsonNode Subnet(string name) => Subnets.Single(subnet => (string?)subnet["name"] == name)["properties"]!;

    private static JsonObject Module(string name) => (JsonObject)Bicep.Template["resources"]![name]!["properties"]!["parameters"]!;
}
