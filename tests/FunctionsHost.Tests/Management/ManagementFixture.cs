using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace FunctionsHost.Tests.Management;

/// <summary>One host with the test app for the tests of a class, and short ways to call its management API.</summary>
public sealed class ManagementFixture : IAsyncLifetime
{
    public const string Base = "runtime/webhooks/durabletask";

    private TestHost? _host;

    public HttpClient Client => _host!.Client;

    public Uri BaseAddress => _host!.BaseAddress;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await TestHosts.StartAppAsync();

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;

    public async Task<HttpResponseMessage> PostAsync(string path, string? json = null)
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        return await Client.PostAsync($"{Base}/{path}", content, Cancelled);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync($"{Base}/{path}", Cancelled);

    public Task<JsonElement> StatusAsync(string id, string query = "") => ReadAsync(GetAsync($"instances/{id}{query}"));

    /// <summary>Starts an instance and gives its id, when it is over or has begun.</summary>
    public async Task<string> StartAsync(string orchestrator, string? json = null, bool untilOver = true)
    {
        var id = (await ReadAsync(PostAsync($"orchestrators/{orchestrator}", json))).GetProperty("id").GetString()!;
        await (untilOver ? UntilOverAsync(id) : UntilAsync(id, "Running"));
        return id;
    }

    public Task UntilOverAsync(string id) => Polling.UntilAsync(async () => StatusOf(await StatusAsync(id)) is not ("Pending" or "Running" or "Suspended"), $"{id} is over");

    public Task UntilAsync(string id, string status) => Polling.UntilAsync(async () => StatusOf(await StatusAsync(id)) == status, $"{id} is {status}");

    public static async Task<JsonElement> ReadAsync(Task<HttpResponseMessage> call)
    {
        using var response = await call;
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
    }

    private static string StatusOf(JsonElement status) => status.GetProperty("runtimeStatus").GetString()!;
}
