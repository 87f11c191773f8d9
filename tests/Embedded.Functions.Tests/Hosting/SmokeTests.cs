using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EmbeddedFunctions.Testing;
using EmbeddedFunctions.Tests.Apps;
using Microsoft.Extensions.DependencyInjection;

namespace EmbeddedFunctions.Tests.Hosting;

public sealed class SmokeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Host_StartsOrchestration_ReportsItsResult(bool usePort)
    {
        await using var host = await FunctionsTestHost.StartAsync(
            builder => builder.Services.AddSingleton<Greeter>(),
            new FunctionsTestHostOptions { UsePort = usePort, FunctionTypes = [typeof(GreetingFunctions)] });
        using var client = host.CreateClient();

        using var started = await client.PostAsync("api/greetings/Ford", null);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var links = await started.Content.ReadFromJsonAsync<JsonElement>();
        var id = links.GetProperty("id").GetString()!;
        var done = await host.DurableClient.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.Equal(["Hello Ford!", "Hello Zaphod!"], done.ReadOutputAs<string[]>()!);

        var status = await client.GetFromJsonAsync<JsonElement>(links.GetProperty("statusQueryGetUri").GetString()! + "?showHistory=true&showHistoryOutput=true");
        Assert.Equal("Completed", status.GetProperty("runtimeStatus").GetString());
        Assert.Equal("Hello Ford!", status.GetProperty("output")[0].GetString());
        Assert.Equal(4, status.GetProperty("historyEvents").GetArrayLength());

        using var data = await client.GetAsync("api/data?who=Arthur");
        Assert.Equal(HttpStatusCode.Accepted, data.StatusCode);
        Assert.NotNull(data.Headers.Location);
        Assert.Equal("""{"total":7,"value":"/api/sum/3/4"}""", await client.GetStringAsync("api/sum/3/4"));
    }
}
