using System.Net.Http.Json;
using System.Text.Json;

namespace CharacterFanOut.EndToEnd.Hosts;

/// <summary>The host as a process that a power cut ends.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task FanOut_HostKilledInTheMiddle_IsCompletedByTheNextOne()
    {
        await using var system = await RunningSystem.StartAsync(latency: "fixed:20ms", characters: 500);
        using var http = new HttpClient();
        using var started = await http.PostAsJsonAsync(new Uri(system.Host.Address, "api/fanouts"), new { ids = "1-500", batchSize = 50, maxConcurrency = 10, id = "killed" });
        started.EnsureSuccessStatusCode();
        var before = await UntilAsync(http, system, s => s.GetProperty("fetched").GetInt32() > 100);
        Assert.True(before.GetProperty("fetched").GetInt32() < 500, "It was over before it could be killed, so nothing was tried.");

        await system.Host.KillAsync();
        await system.Host.StartAgainAsync();
        var after = await UntilAsync(http, system, s => s.GetProperty("status").GetString() is "completed" or "aborted" or "failed" or "canceled");

        Assert.Equal(("completed", 500, 0), (after.GetProperty("status").GetString(), after.GetProperty("fetched").GetInt32(), after.GetProperty("failed").GetInt32()));
        var characters = await http.GetFromJsonAsync<JsonElement>(new Uri(system.Host.Address, "api/fanouts/killed/characters"));
        Assert.Equal(Enumerable.Range(1, 500), characters.EnumerateArray().Select(c => c.GetProperty("id").GetInt32()));
    }

    private static async Task<JsonElement> UntilAsync(HttpClient http, RunningSystem system, Func<JsonElement, bool> reached)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var status = await http.GetFromJsonAsync<JsonElement>(new Uri(system.Host.Address, "api/fanouts/killed"), limit.Token);
            if (reached(status))
            {
                return status;
            }

            await Task.Delay(50, limit.Token);
        }
    }
}
