using System.Net;
using EmbeddedFunctions.Hosting;
using EmbeddedFunctions.Testing;
using EmbeddedFunctions.Tests.Apps;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.Tests.Hosting;

public sealed class SettingsTests
{
    [Fact]
    public async Task HostJson_RoutePrefixAndHub_AreUsed()
    {
        using var folder = new TempFolder();
        folder.Write("host.json", """
            {
              // as func start reads it
              "version": "2.0",
              "extensions": { "http": { "routePrefix": "v1/things" }, "durableTask": { "hubName": "%Hub%", "extendedSessionsEnabled": false, } }
            }
            """);
        await using var host = await TestHosts.StartAsync([typeof(GuardedFunctions), typeof(DurableFunctions)], new() { ["Hub"] = "MyHub" }, contentRoot: folder.Path);
        using var client = host.CreateClient();
        Assert.Equal("GET", await client.GetStringAsync("v1/things/Open"));
        using var started = await client.PostAsync("runtime/webhooks/durabletask/orchestrators/Echo", null);
        Assert.Contains("taskHub=MyHub", started.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostJson_LiesUnderTheSettingsNamedAfterIt()
    {
        using var folder = new TempFolder();
        folder.Write("host.json", """{"extensions":{"http":{"routePrefix":"file"},"durableTask":{"hubName":"FileHub"}}}""");
        folder.Write("local.settings.json", """{"Values":{"AzureFunctionsJobHost__extensions__http__routePrefix":"local"}}""");
        await using var host = await TestHosts.StartAsync([typeof(GuardedFunctions), typeof(DurableFunctions)], null, contentRoot: folder.Path);
        using var client = host.CreateClient();
        Assert.Equal("GET", await client.GetStringAsync("local/Open"));
        using var started = await client.PostAsync("runtime/webhooks/durabletask/orchestrators/Echo", null);
        Assert.Contains("taskHub=FileHub", started.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AzureWebJobs.Open.Disabled", "true")]
    [InlineData("AzureWebJobs.Open.Disabled", "1")]
    [InlineData("AzureWebJobs:open:Disabled", "True")]
    public async Task Function_ThatIsDisabled_IsNotThere(string setting, string value)
    {
        using var log = new ListingLoggers();
        await using var host = await TestHosts.StartAsync([typeof(GuardedFunctions)], new() { [setting] = value }, logging: logging => logging.AddProvider(log));
        using var client = host.CreateClient();
        using var open = await client.GetAsync("api/Open");
        Assert.Equal(HttpStatusCode.NotFound, open.StatusCode);
        Assert.Equal("GET", await client.GetStringAsync("api/Guarded"));
        Assert.Contains(log.Lines, line => line.Contains("Open: disabled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HostJson_Functions_AreTheOnlyOnesThatRun()
    {
        using var folder = new TempFolder();
        folder.Write("host.json", """{"functions":["guarded"]}""");
        await using var host = await TestHosts.StartAsync([typeof(GuardedFunctions)], null, contentRoot: folder.Path);
        using var client = host.CreateClient();
        using var open = await client.GetAsync("api/Open");
        Assert.Equal(HttpStatusCode.NotFound, open.StatusCode);
        Assert.Equal("GET", await client.GetStringAsync("api/Guarded"));
    }

    [Fact]
    public async Task HostJson_EmptyPrefix_PutsFunctionsAtTheRoot()
    {
        using var folder = new TempFolder();
        folder.Write("host.json", """{"version":"2.0","extensions":{"http":{"routePrefix":""}}}""");
        await using var host = await TestHosts.StartAsync([typeof(GuardedFunctions)], null, contentRoot: folder.Path);
        using var client = host.CreateClient();
        Assert.Equal("GET", await client.GetStringAsync("Open"));
    }

    [Theory]
    [InlineData("host.json", "{ nonsense")]
    [InlineData("local.settings.json", "{ nonsense")]
    [InlineData("local.settings.json", """{"IsEncrypted":true,"Values":{}}""")]
    [InlineData("host.json", """{"extensions":{"durableTask":{"maxConcurrentActivityFunctions":0}}}""")]
    [InlineData("host.json", """{"extensions":{"durableTask":{"extendedSessionsEnabled":"perhaps"}}}""")]
    [InlineData("host.json", """{"extensions":{"durableTask":{"hubName":"%Missing%"}}}""")]
    public async Task Files_ThatCannotBeUsed_StopTheStartAndSayWhy(string name, string text)
    {
        using var folder = new TempFolder();
        folder.Write(name, text);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHosts.StartAsync([typeof(GuardedFunctions)], null, contentRoot: folder.Path));
        Assert.NotEmpty(failure.Message);
    }

    [Fact]
    public void LocalSettings_LieUnderTheEnvironmentAndTheCommandLine()
    {
        using var folder = new TempFolder();
        folder.Write("local.settings.json", """
            {
              "IsEncrypted": false,
              "Values": { "SETTINGS_TEST_A": "file", "SETTINGS_TEST_B": "file", "SETTINGS_TEST__C": "file", "SETTINGS_TEST_D": true },
              "Host": { "LocalHttpPort": 7075, "CORS": "*" },
              "ConnectionStrings": { "Db": "x" }
            }
            """);
        Environment.SetEnvironmentVariable("SETTINGS_TEST_B", "environment");
        try
        {
            var configuration = new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?> { ["SETTINGS_TEST_A"] = "appsettings" })
                .AddEnvironmentVariables()
                .AddCommandLine(["--SETTINGS_TEST_D=line"]);
            SettingsFiles.AddLocalSettings(configuration, folder.Path);
            var settings = configuration.Build();
            Assert.Equal("file", settings["SETTINGS_TEST_A"]);
            Assert.Equal("environment", settings["SETTINGS_TEST_B"]);
            Assert.Equal("file", settings["SETTINGS_TEST:C"]);
            Assert.Equal("line", settings["SETTINGS_TEST_D"]);
            Assert.Equal("x", settings.GetConnectionString("Db"));
            var host = HostSettings.Read(new EmbeddedHostOptions(), settings, new ConfigurationBuilder().Build());
            Assert.Equal(7075, host.Port);
            Assert.Equal("*", Assert.Single(host.CorsOrigins));
        }
        finally
        {
            Environment.SetEnvironmentVariable("SETTINGS_TEST_B", null);
        }
    }

    [Theory]
    [InlineData(null, null, null, 7071)]
    [InlineData(null, null, "7075", 7075)]
    [InlineData(null, "7073", "7075", 7073)]
    [InlineData(7072, "7073", "7075", 7072)]
    public void Port_CodeThenLineThenFile_Decides(int? code, string? line, string? file, int expected)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Host:LocalHttpPort"] = file })
            .AddCommandLine(line is null ? [] : ["--port", line])
            .Build();
        Assert.Equal(expected, HostSettings.Read(new EmbeddedHostOptions { Port = code }, configuration, configuration).Port);
    }

    [Theory]
    [InlineData("port", "70000")]
    [InlineData("port", "http")]
    [InlineData("EmbeddedFunctions:BindAddress", "example.org")]
    [InlineData("WEBSITE_TIME_ZONE", "Mars/Olympus")]
    [InlineData("Host:CORSCredentials", "maybe")]
    public void Settings_ThatCannotBe_AreRefusedByName(string key, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build();
        var failure = Assert.Throws<InvalidOperationException>(() => HostSettings.Read(new EmbeddedHostOptions(), configuration, configuration));
        Assert.Contains(value, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_IsKeptInTheDataFolder()
    {
        using var folder = new TempFolder();
        string id;
        await using (var host = await TestHosts.StartAsync([typeof(DurableFunctions)], null, dataDirectory: folder.Path))
        {
            id = await host.DurableClient.ScheduleNewOrchestrationInstanceAsync("Echo", "kept", TestContext.Current.CancellationToken);
            await host.DurableClient.WaitForInstanceCompletionAsync(id);
        }

        await using var again = await TestHosts.StartAsync([typeof(DurableFunctions)], null, dataDirectory: folder.Path);
        var found = await again.DurableClient.GetInstanceAsync(id, getInputsAndOutputs: true);
        Assert.Equal("kept", found!.ReadOutputAs<string>());
    }
}
