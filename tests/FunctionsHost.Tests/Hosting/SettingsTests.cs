using System.Net;
using FunctionsHost.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Tests.Hosting;

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
        await using var host = await TestHosts.StartAsync(Functions(), new() { ["Hub"] = "MyHub" }, appDirectory: folder.Path);
        var client = host.Client;
        Assert.Equal("GET", await client.GetStringAsync("v1/things/Open"));
        Assert.Equal("MyHub", Settings(host).TaskHub);
        Assert.False(Settings(host).ExtendedSessionsEnabled);
    }

    [Fact]
    public async Task HostJson_LiesUnderTheSettingsNamedAfterIt()
    {
        using var folder = new TempFolder();
        folder.Write("host.json", """{"extensions":{"http":{"routePrefix":"file"},"durableTask":{"hubName":"FileHub"}}}""");
        folder.Write("local.settings.json", """{"Values":{"AzureFunctionsJobHost__extensions__http__routePrefix":"local"}}""");
        await using var host = await TestHosts.StartAsync(Functions(), null, appDirectory: folder.Path);
        var client = host.Client;
        Assert.Equal("GET", await client.GetStringAsync("local/Open"));
        Assert.Equal("FileHub", Settings(host).TaskHub);
    }

    [Theory]
    [InlineData("AzureWebJobs.Open.Disabled", "true")]
    [InlineData("AzureWebJobs.Open.Disabled", "1")]
    [InlineData("AzureWebJobs:open:Disabled", "True")]
    public async Task Function_ThatIsDisabled_IsNotThere(string setting, string value)
    {
        using var log = new ListingLoggers();
        await using var host = await TestHosts.StartAsync(Functions(), new() { [setting] = value }, logging: logging => logging.AddProvider(log));
        var client = host.Client;
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
        await using var host = await TestHosts.StartAsync(Functions(), null, appDirectory: folder.Path);
        var client = host.Client;
        using var open = await client.GetAsync("api/Open");
        Assert.Equal(HttpStatusCode.NotFound, open.StatusCode);
        Assert.Equal("GET", await client.GetStringAsync("api/Guarded"));
    }

    [Fact]
    public async Task HostJson_EmptyPrefix_PutsFunctionsAtTheRoot()
    {
        using var folder = new TempFolder();
        folder.Write("host.json", """{"version":"2.0","extensions":{"http":{"routePrefix":""}}}""");
        await using var host = await TestHosts.StartAsync(Functions(), null, appDirectory: folder.Path);
        var client = host.Client;
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
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHosts.StartAsync(Functions(), null, appDirectory: folder.Path));
        Assert.NotEmpty(failure.Message);
    }

    [Fact]
    public void LocalSettings_LieUnderTheEnvironmentAndTheCode()
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
            var options = new FunctionsHostOptions { AppDirectory = folder.Path, Settings = { ["SETTINGS_TEST_D"] = "code" } };
            var sources = SettingsFiles.Read(options, folder.Path);
            Assert.Equal("file", sources.Settings["SETTINGS_TEST_A"]);
            Assert.Equal("environment", sources.Settings["SETTINGS_TEST_B"]);
            Assert.Equal("file", sources.Settings["SETTINGS_TEST:C"]);
            Assert.Equal("code", sources.Settings["SETTINGS_TEST_D"]);
            Assert.Equal("x", sources.Settings.GetConnectionString("Db"));
            Assert.Equal("file", sources.WorkerEnvironment["SETTINGS_TEST__C"]);
            Assert.Equal("code", sources.WorkerEnvironment["SETTINGS_TEST_D"]);
            Assert.DoesNotContain("SETTINGS_TEST_B", sources.WorkerEnvironment.Keys);
            var host = HostSettings.Read(options, folder.Path, sources);
            Assert.Equal(7075, host.Port);
            Assert.Equal("*", Assert.Single(host.CorsOrigins));
        }
        finally
        {
            Environment.SetEnvironmentVariable("SETTINGS_TEST_B", null);
        }
    }

    [Theory]
    [InlineData(null, null, 7071)]
    [InlineData(null, "7075", 7075)]
    [InlineData(7072, "7075", 7072)]
    public void Port_CodeThenFile_Decides(int? code, string? file, int expected)
    {
        var options = new FunctionsHostOptions { AppDirectory = AppContext.BaseDirectory, Port = code };
        if (file is not null)
        {
            options.Settings["Host:LocalHttpPort"] = file;
        }

        Assert.Equal(expected, Read(options).Port);
    }

    [Theory]
    [InlineData("Host:LocalHttpPort", "70000")]
    [InlineData("Host:LocalHttpPort", "http")]
    [InlineData("FunctionsHost:BindAddress", "example.org")]
    [InlineData("FunctionsHost:Storage", "punched cards")]
    [InlineData("WEBSITE_TIME_ZONE", "Mars/Olympus")]
    [InlineData("Host:CORSCredentials", "maybe")]
    [InlineData("AzureFunctionsJobHost__functionTimeout", "soon")]
    [InlineData("AzureFunctionsJobHost__functionTimeout", "60.00:00:00")]
    [InlineData("FunctionsHost:TrustedProxies", "proxy.example")]
    public void Settings_ThatCannotBe_AreRefusedByName(string key, string value)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Read(new FunctionsHostOptions { AppDirectory = AppContext.BaseDirectory, Settings = { [key] = value } }));
        Assert.Contains(value, failure.Message, StringComparison.Ordinal);
    }

    private static FakeWorker Functions() => new FakeWorker().Http("Open").Http("Guarded", level: "Function");

    private static HostSettings Settings(TestHost host) => (HostSettings)host.Host.Services.GetService(typeof(HostSettings))!;

    private static HostSettings Read(FunctionsHostOptions options) => HostSettings.Read(options, options.AppDirectory, SettingsFiles.Read(options, options.AppDirectory));
}
