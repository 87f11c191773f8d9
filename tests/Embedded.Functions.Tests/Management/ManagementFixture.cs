using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EmbeddedFunctions.Testing;
using EmbeddedFunctions.Tests.Apps;

namespace EmbeddedFunctions.Tests.Management;

/// <summary>One host for the tests of a class, and short ways to call its management API.</summary>
public sealed class ManagementFixture : IAsyncLifetime
{
    public const string Base = "runtime/webhooks/durabletask";

    public FunctionsTestHost Host { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await TestHosts.StartAsync(typeof(DurableFunctions));
        Client = Host.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }

    public async Task<HttpResponseMessage> PostAsync(string path, string? json = null)
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        return await Client.PostAsync($"{Base}/{path}", content);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync($"{Base}/{path}");

    public Task<JsonElement> StatusAsync(string id, string query = "") => ReadAsync(GetAsync($"instances/{id}{query}"));

    /// <summary>Starts an instance and gives its id.</summary>
    public async Task<string> StartAsync(string orchestrator, string? json = null, bool untilOver = true)
    {
        var id = (await ReadAsync(PostAsync($"orchestrators/{orchestrator}", json))).GetProperty("id").GetString()!;
        if (untilOver)
        {
            await Host.DurableClient.WaitForInstanceCompletionAsync(id);
        }
        else
        {
            await Host.DurableClient.WaitForInstanceStartAsync(id);
        }

        return id;
    }

    public Task UntilAsync(string id, string status)
        => Polling.UntilAsync(async () => (await StatusAsync(id)).GetProperty("runtimeStatus").GetString() == status, $"{id} is {status}");

    public static async Task<JsonElement> ReadAsync(Task<HttpResponseMessage> call)
    {
        using var response = await call;
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
