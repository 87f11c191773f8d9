using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CharacterFanOut.SampleApi;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CharacterFanOut.Characters.Tests;

/// <summary>A sample API, a client of it built as the app builds it, and a clock that both the client and its pipeline run on.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly SampleApiServer server;
    private readonly ServiceProvider services;
    private readonly HttpClient control = new();

    private Upstream(SampleApiServer server, ServiceProvider services, FakeTimeProvider clock)
    {
        this.server = server;
        this.services = services;
        Clock = clock;
    }

    public FakeTimeProvider Clock { get; }

    public CharacterClient Client => services.GetRequiredService<CharacterClient>();

    public Uri BaseAddress => server.BaseAddress;

    public static async Task<Upstream> StartAsync(SampleApiOptions? options = null, params (string Key, string Value)[] settings)
    {
        SampleApiServer server = await SampleApiServer.StartAsync(options ?? new SampleApiOptions());
        FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(60));
        return new Upstream(server, Services(server.BaseAddress, clock, settings), clock);
    }

    public static ServiceProvider Services(Uri baseAddress, TimeProvider clock, params (string Key, string Value)[] settings)
    {
        Dictionary<string, string?> values = new() { ["CharacterApi:BaseAddress"] = baseAddress.ToString(), ["CharacterApi:RetryDelay"] = "00:00:00" };
        foreach ((string key, string value) in settings)
        {
            values["CharacterApi:" + key] = value;
        }

        ServiceCollection services = new();
        services.AddSingleton(clock);
        services.AddCharacterClient(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        return services.BuildServiceProvider(validateScopes: true);
    }

    public async Task FaultsAsync(string json)
    {
        using StringContent body = new(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await control.PostAsync(new Uri(BaseAddress, "/_faults"), body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A fault of one character.</summary>
    public Task FaultAsync(int id, string fault) => FaultsAsync($"{{\"ids\":{{\"{id}\":{fault}}}}}");

    public async Task<long> RequestsAsync() =>
        (await control.GetFromJsonAsync<JsonElement>(new Uri(BaseAddress, "/_stats"))).GetProperty("requests").GetInt64();

    public Task<(T Result, TimeSpan Passed)> AdvanceUntilDoneAsync<T>(Task<T> fetch) => AdvanceUntilDoneAsync(Clock, fetch);

    /// <summary>Moves the clock on, second by second, for as long as the fetch takes.</summary>
    public static async Task<(T Result, TimeSpan Passed)> AdvanceUntilDoneAsync<T>(FakeTimeProvider clock, Task<T> fetch)
    {
        DateTimeOffset before = clock.GetUtcNow();

        while (await Task.WhenAny(fetch, Task.Delay(TimeSpan.FromMilliseconds(20))) != fetch)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        return (await fetch, clock.GetUtcNow() - before);
    }

    public async ValueTask DisposeAsync()
    {
        control.Dispose();
        await services.DisposeAsync();
        await server.DisposeAsync();
    }
}
