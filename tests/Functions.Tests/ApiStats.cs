using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Functions.Tests;

/// <summary>Asks a sample API what it saw.</summary>
internal static class ApiStats
{
    private static readonly HttpClient Http = new();

    public static async Task<int> MaxInFlightAsync(SampleApiServer api) => (await GetAsync(api)).GetProperty("maxInFlight").GetInt32();

    public static async Task<long> RequestsAsync(SampleApiServer api) => (await GetAsync(api)).GetProperty("requests").GetInt64();

    public static async Task<JsonElement> GetAsync(SampleApiServer api) =>
        await Http.GetFromJsonAsync<JsonElement>(new Uri(api.BaseAddress, "/_stats"), TestContext.Current.CancellationToken);

    public static async Task FaultsAsync(SampleApiServer api, object faults)
    {
        using var answer = await Http.PostAsJsonAsync(new Uri(api.BaseAddress, "/_faults"), faults, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
