using System.Text.Json.Nodes;

namespace CharacterFanOut.Infra.Tests;

public sealed class SecurityTests
{
    private const string BlobDataOwner = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
    private const string QueueDataContributor = "974c5e8b-45b9-4653-ba55-5f855dd0fb88";
    private const string TableDataContributor = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3";
    private const string MetricsPublisher = "3913510d-42f4-4e42-8a64-420c390055eb";
    private const string DurableTaskDataContributor = "0ad04412-c4d5-4796-b79c-f76d14c8d402";

    [Theory]
    [InlineData("listKeys")]
    [InlineData("listAccountSas")]
    [InlineData("listServiceSas")]
    [InlineData("listSecrets")]
    [InlineData("AccountKey=")]
    [InlineData("SharedAccessSignature")]
    [InlineData("InstrumentationKey=")]
    [InlineData("secureString")]
    public void Template_Anywhere_TouchesNoKey(string forbidden) =>
        Assert.DoesNotContain(forbidden, Bicep.Template.ToJsonString(), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Storage_Account_HasNoKeyAndNoPublicBlobAndNoOldTls() =>
        Assert.All(ArmTemplate.OfType("Microsoft.Storage/storageAccounts"), account =>
        {
            var properties = account["properties"]!;
            Assert.False((bool)properties["allowSharedKeyAccess"]!);
            Assert.False((bool)properties["allowBlobPublicAccess"]!);
            Assert.False((bool)properties["allowCrossTenantReplication"]!);
            Assert.False((bool)properties["isLocalUserEnabled"]!);
            Assert.Equal("AAD", (string?)properties["allowedCopyScope"]);
            Assert.True((bool)properties["supportsHttpsTrafficOnly"]!);
            Assert.Equal("TLS1_2", (string?)properties["minimumTlsVersion"]);
        });

    [Fact]
    public void Storage_WhatIsDeleted_ComesBackForAWeek() =>
        Assert.All(ArmTemplate.OfType("Microsoft.Storage/storageAccounts/blobServices"), service =>
            Assert.All(["deleteRetentionPolicy", "containerDeleteRetentionPolicy"], name =>
            {
                var policy = service["properties"]![name]!;
                Assert.True((bool)policy["enabled"]!);
                Assert.Equal(7, (int)policy["days"]!);
            }));

    [Fact]
    public void Storage_Containers_AreClosed() =>
        Assert.All(
            ArmTemplate.OfType("Microsoft.Storage/storageAccounts/blobServices/containers"),
            container => Assert.Equal("None", (string?)container["properties"]!["publicAccess"]));

    // Without FTP too: Flex Consumption has none (FlexConsumptionTests), and its publishing passwords are off.
    [Fact]
    public void App_Site_IsHttpsOnlyWithTls12() =>
        Assert.All(ArmTemplate.OfType("Microsoft.Web/sites"), site =>
        {
            Assert.True((bool)site["properties"]!["httpsOnly"]!);
            var config = site["properties"]!["siteConfig"]!;
            Assert.Equal("1.2", (string?)config["minTlsVersion"]);
            Assert.Equal("1.2", (string?)config["scmMinTlsVersion"]);
        });

    [Fact]
    public void App_PublishingPasswords_AreOff()
    {
        var policies = ArmTemplate.OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies");

        Assert.Equal(2, policies.Count);
        Assert.All(policies, policy => Assert.False((bool)policy["properties"]!["allow"]!));
    }

    [Fact]
    public void App_Site_UsesItsIdentityEverywhere()
    {
        var site = Assert.Single(ArmTemplate.OfType("Microsoft.Web/sites"));
        var deployment = site["properties"]!["functionAppConfig"]!["deployment"]!["storage"]!["authentication"]!;

        Assert.Equal("UserAssigned", (string?)site["identity"]!["type"]);
        Assert.Equal("UserAssignedIdentity", (string?)deployment["type"]);
        Assert.NotNull(site["properties"]!["keyVaultReferenceIdentity"]);
    }

    [Theory]
    [InlineData("'AzureWebJobsStorage__credential', 'managedidentity'")]
    [InlineData("'AzureWebJobsStorage__accountName'")]
    [InlineData("'AzureWebJobsStorage__clientId'")]
    [InlineData("'AZURE_CLIENT_ID'")]
    [InlineData("Authorization=AAD")]
    public void App_Settings_NameTheIdentity(string expected) => Assert.Contains(expected, AppSettings(), StringComparison.Ordinal);

    [Theory]
    [InlineData("'AzureWebJobsStorage',")]
    [InlineData("'DEPLOYMENT_STORAGE_CONNECTION_STRING'")]
    [InlineData("'WEBSITE_CONTENTAZUREFILECONNECTIONSTRING'")]
    [InlineData("'APPINSIGHTS_INSTRUMENTATIONKEY'")]
    public void App_Settings_HoldNoConnectionStringWithAKey(string forbidden) => Assert.DoesNotContain(forbidden, AppSettings(), StringComparison.Ordinal);

    [Fact]
    public void Monitoring_Ingestion_TakesIdentitiesOnly()
    {
        Assert.All(ArmTemplate.OfType("Microsoft.Insights/components"), component => Assert.True((bool)component["properties"]!["DisableLocalAuth"]!));
        Assert.All(ArmTemplate.OfType("Microsoft.OperationalInsights/workspaces"), workspace => Assert.True((bool)workspace["properties"]!["features"]!["disableLocalAuth"]!));
    }

    [Fact]
    public void Roles_Assigned_AreTheLeastAndOnSingleResources()
    {
        var assignments = ArmTemplate.OfType("Microsoft.Authorization/roleAssignments");

        Assert.Equal(3, assignments.Count);
        Assert.All(assignments, assignment =>
        {
            Assert.Equal("ServicePrincipal", (string?)assignment["properties"]!["principalType"]);
            Assert.False(string.IsNullOrEmpty((string?)assignment["scope"]), "a role without a scope holds for the whole resource group");
        });
        Assert.Equal(
            new[] { BlobDataOwner, QueueDataContributor, TableDataContributor, MetricsPublisher, DurableTaskDataContributor }.Order(StringComparer.Ordinal),
            RoleIds().Order(StringComparer.Ordinal));
    }

    // With a scheduler, queues and tables hold nothing of the app's.
    [Fact]
    public void Roles_OnQueuesAndTables_AreForATaskHubInStorage()
    {
        var storage = ArmTemplate.All(Bicep.Template).Single(template => template.Name == "main/storage").Template;
        var taskHubInStorage = Bicep.Template["resources"]!["storage"]!["properties"]!["parameters"]!["taskHubInStorage"]!["value"];

        Assert.Equal([BlobDataOwner], ((JsonArray)storage["variables"]!["hostRoles"]!).Select(role => (string?)role));
        Assert.Equal([QueueDataContributor, TableDataContributor], ((JsonArray)storage["variables"]!["taskHubRoles"]!).Select(role => (string?)role));
        Assert.Equal("[not(parameters('useDurableTaskScheduler'))]", (string?)taskHubInStorage);
    }

    // Role ids stand in variables or in the assignments themselves: in a template of ours, every GUID literal beside a role is one.
    private static IEnumerable<string> RoleIds() =>
        from template in ArmTemplate.All(Bicep.Template)
        where template.Name != "main" && ArmTemplate.Resources(template.Template).Any(resource => ArmTemplate.Type(resource) == "Microsoft.Authorization/roleAssignments")
        from id in GuidPattern.Find(template.Template.ToJsonString())
        select id;

    private static string AppSettings() => (string)Assert.Single(ArmTemplate.OfType("Microsoft.Web/sites/config"))["properties"]!;
}
