using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CharacterFanOut.Infra.Tests;

/// <summary>The Durable Task Scheduler by one setting, FANOUT_USE_SCHEDULER: the build of the app and the template both go by it.</summary>
public sealed class SchedulerTests
{
    private const string Package = "Microsoft.Azure.Functions.Worker.Extensions.DurableTask.AzureManaged";
    private const string Connection = "DURABLE_TASK_SCHEDULER_CONNECTION_STRING";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Build_WithTheSetting_HasItsPackageAndItsHostFile()
    {
        var evaluation = Evaluation.Of("true");

        Assert.Contains(Package, evaluation.Packages);
        Assert.Contains(Package, evaluation.Versioned);
        Assert.Equal(File("host.scheduler.json"), evaluation.HostFile);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("false")]
    public void Build_WithoutTheSetting_IsAsItWas(string? useScheduler)
    {
        var evaluation = Evaluation.Of(useScheduler);

        Assert.DoesNotContain(Package, evaluation.Packages);
        Assert.Equal(File("host.json"), evaluation.HostFile);
    }

    // What azd takes for true and MSBuild does not would deploy a scheduler with an app that does not use it.
    [Fact]
    public void Build_WithAnotherValue_SaysWhichThereAre()
    {
        var result = Evaluation.Target("CheckScheduler", "1");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("FANOUT_USE_SCHEDULER is '1': it has to be true or false.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void HostFiles_Both_AreTheSameButForTheHubAndItsStorage()
    {
        var (storage, scheduler) = (Host("host.json"), Host("host.scheduler.json"));
        foreach (var host in new[] { storage, scheduler })
        {
            var durable = (JsonObject)host["extensions"]!["durableTask"]!;
            Assert.True(durable.Remove("hubName"));
            Assert.True(durable.Remove("storageProvider"));
        }

        Assert.True(JsonNode.DeepEquals(storage, scheduler), $"{storage}\n{scheduler}");
    }

    [Fact]
    public void HostFile_ForTheScheduler_AsksForWhatTheTemplateSets()
    {
        var durable = Host("host.scheduler.json")["extensions"]!["durableTask"]!;
        var settings = ArmTemplate.All(Bicep.Template).Single(template => template.Name == "main/app").Template.ToJsonString(Readable);

        Assert.Equal("azureManaged", (string?)durable["storageProvider"]!["type"]);
        Assert.Equal(Connection, (string?)durable["storageProvider"]!["connectionStringName"]);
        Assert.Equal("%TASKHUB_NAME%", (string?)durable["hubName"]);
        Assert.Contains($"'{Connection}', format('Endpoint={{0}};Authentication=ManagedIdentity;ClientID={{1}}', parameters('schedulerEndpoint')", settings, StringComparison.Ordinal);
        Assert.Contains("'TASKHUB_NAME', parameters('schedulerTaskHubName')", settings, StringComparison.Ordinal);
        // What scales the app reads the deployed host.json, and no setting that overrides it.
        Assert.DoesNotContain("AzureFunctionsJobHost__", settings, StringComparison.Ordinal);
    }

    [Fact]
    public void Azd_Environment_ReachesTheTemplateAndTheBuild()
    {
        var parameters = JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(Bicep.InfraFolder, "main.parameters.json")))!["parameters"]!;

        Assert.Equal("${FANOUT_USE_SCHEDULER=false}", (string?)parameters["useDurableTaskScheduler"]!["value"]);
        // Older ones give nothing of `azd env set` to `dotnet publish`.
        Assert.Contains("requiredVersions:\n  azd: \">= 1.23.7\"\n", System.IO.File.ReadAllText(File("azure.yaml")), StringComparison.Ordinal);
    }

    private static JsonObject Host(string name) => (JsonObject)JsonNode.Parse(System.IO.File.ReadAllText(File(name)))!;

    private static string File(string name) => Path.Combine(Bicep.RepositoryRoot, name);
}
