using System.Text;
using System.Text.Json;
using EmbeddedFunctions.Testing;
using EmbeddedFunctions.Tests.Apps;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace EmbeddedFunctions.Tests.Http;

/// <summary>The JSON of request data, response data and durable payloads is the worker's, and the app's to choose.</summary>
public sealed class WorkerJsonTests
{
    [Fact]
    public async Task Unless_Chosen_MembersAreWrittenAsSpelledAndReadInAnyCase()
        => Assert.Equal(["""{"Item":"tea","Count":1}""", """{"Item":"tea","Count":2}"""], await RoundAsync("""{"iTem":"tea","COUNT":1}""", null));

    [Fact]
    public async Task JsonSerializerOptions_OfTheApp_Count()
        => Assert.Equal(
            ["""{"item":"tea","count":1}""", """{"item":"tea","count":2}"""],
            await RoundAsync("""{"item":"tea","count":1}""", builder => builder.Services.Configure<JsonSerializerOptions>(json => json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase)));

    [Fact]
    public async Task Serializer_OfTheApp_Counts()
        => Assert.Equal(
            ["""{"ITEM":"tea","COUNT":1}""", """{"ITEM":"tea","COUNT":2}"""],
            await RoundAsync("""{"ITEM":"tea","COUNT":1}""", builder => builder.Services.Configure<WorkerOptions>(worker => worker.Serializer = new ShoutingSerializer())));

    /// <summary>What comes back through an HTTP function, and through an orchestration and its activity.</summary>
    private static async Task<string[]> RoundAsync(string order, Action<FunctionsApplicationBuilder>? configure)
    {
        await using var host = await TestHosts.StartAsync([typeof(JsonFunctions)], null, configure);
        using var client = host.CreateClient();
        using var forHttp = new StringContent(order, Encoding.UTF8, "application/json");
        using var http = await client.PostAsync("api/Json", forHttp);
        using var forDurable = new StringContent(order, Encoding.UTF8, "application/json");
        using var durable = await client.PostAsync("runtime/webhooks/durabletask/orchestrators/Through?timeout=30", forDurable);
        return [await http.Content.ReadAsStringAsync(), await durable.Content.ReadAsStringAsync()];
    }
}
