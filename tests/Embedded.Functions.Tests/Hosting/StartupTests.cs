using System.Net;
using EmbeddedFunctions.Testing;
using EmbeddedFunctions.Tests.Apps;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.Tests.Hosting;

public sealed class StartupTests
{
    [Fact]
    public async Task Start_ListsTheFunctionsAndTheirAddresses()
    {
        using var log = new ListingLoggers();
        await using var host = await TestHosts.StartAsync(
            [typeof(GreetingFunctions), typeof(TimerFunctions)],
            new() { ["Schedules:Hourly"] = "0 0 * * * *" },
            builder => builder.Services.AddSingleton<Greeter>().AddSingleton<TimerRuns>(),
            logging: logging => logging.AddProvider(log));
        var listing = Assert.Single(log.Lines, line => line.StartsWith("Functions:", StringComparison.Ordinal));
        Assert.Contains($"Start: [POST] {host.BaseAddress}api/greetings/{{name}}", listing, StringComparison.Ordinal);
        Assert.Contains($"Sum: [GET] {host.BaseAddress}api/sum/{{a:int}}/{{b:int}}", listing, StringComparison.Ordinal);
        Assert.Contains("Hourly: timerTrigger 0 0 * * * *", listing, StringComparison.Ordinal);
        Assert.Contains("Greet: activityTrigger", listing, StringComparison.Ordinal);
        Assert.Contains("GreetEverybody: orchestrationTrigger", listing, StringComparison.Ordinal);
        Assert.Contains($"{host.BaseAddress}runtime/webhooks/durabletask", listing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_AsAProgramDoes_ServesOnThePortOfTheCommandLine()
    {
        using var folder = new TempFolder();
        var builder = FunctionsApplication.CreateBuilder(["--port", "0", "--EmbeddedFunctions:DataDirectory", folder.Path]);
        builder.ConfigureFunctionsWebApplication();
        builder.ConfigureEmbeddedHost(host => host.FunctionTypes = [typeof(GuardedFunctions)]);
        builder.Logging.ClearProviders();
        using var host = builder.Build();
        Assert.Throws<InvalidOperationException>(() => builder.Build());
        Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<EmbeddedHostAddress>().BaseAddress);
        await host.StartAsync();
        var address = host.Services.GetRequiredService<EmbeddedHostAddress>().BaseAddress;
        Assert.Equal("127.0.0.1", address.Host);
        Assert.NotEqual(0, address.Port);
        using var client = new HttpClient { BaseAddress = address };
        Assert.Equal("GET", await client.GetStringAsync("api/Open"));
        await host.StopAsync();
        Assert.NotEmpty(Directory.GetFiles(folder.Path, "*.db"));
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    [Fact]
    public async Task HostBuilder_TheOlderWay_ServesToo()
    {
        using var folder = new TempFolder();
        var middleware = 0;
        var host = new HostBuilder()
            .ConfigureFunctionsWebApplication(worker => worker.UseMiddleware((_, next) =>
            {
                Interlocked.Increment(ref middleware);
                return next();
            }))
            .ConfigureEmbeddedHost(options =>
            {
                options.Port = 0;
                options.DataDirectory = folder.Path;
                options.FunctionTypes = [typeof(GuardedFunctions), typeof(DurableFunctions)];
            })
            .ConfigureLogging(logging => logging.ClearProviders())
            .Build();
        await host.StartAsync();
        using var client = new HttpClient { BaseAddress = host.Services.GetRequiredService<EmbeddedHostAddress>().BaseAddress };
        Assert.Equal("GET", await client.GetStringAsync("api/Open"));
        using var started = await client.PostAsync("runtime/webhooks/durabletask/orchestrators/Echo?timeout=30", null);
        Assert.Equal(HttpStatusCode.OK, started.StatusCode);
        Assert.True(middleware >= 3);
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    [Fact]
    public void HostBuilder_ConfiguredTwice_IsRefused()
        => Assert.Throws<InvalidOperationException>(() => new HostBuilder().ConfigureFunctionsWorkerDefaults().ConfigureFunctionsWebApplication());
}
