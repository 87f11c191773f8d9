using System.Text.Json;

namespace CharacterFanOut.SampleApi.Tests.Statistics;

public sealed class StatisticsTests
{
    [Fact]
    public async Task Stats_AfterRequests_CountThemByStatusAndId()
    {
        await using RunningApi api = await RunningApi.StartAsync();
        await api.GetAsync("character/1");
        await api.GetAsync("character/1");
        await api.GetAsync("character/2");
        await api.GetAsync("character/900");
        await api.GetAsync("character/rick");

        JsonElement stats = await api.StatsAsync(perId: true);

        Assert.Equal(5, stats.GetProperty("requests").GetInt32());
        Assert.Equal((0, 1), (stats.GetProperty("inFlight").GetInt32(), stats.GetProperty("maxInFlight").GetInt32()));
        Assert.Equal("""{"200":3,"404":1,"500":1}""", stats.GetProperty("byStatus").GetRawText());
        Assert.Equal("""{"1":2,"2":1,"900":1}""", stats.GetProperty("perId").GetRawText());
        Assert.False((await api.StatsAsync()).TryGetProperty("perId", out _));
    }

    [Fact]
    public async Task Stats_RequestsHeldBack_CountExactlyThoseInFlight()
    {
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { Hang = 1 });
        using CancellationTokenSource leave = new();
        Task[] requests = [.. Enumerable.Range(1, 7).Select(id => api.Http.GetAsync($"character/{id}", leave.Token))];
        await api.InFlightAsync(7);

        await leave.CancelAsync();
        await Task.WhenAll(requests).ContinueWith(static _ => { }, TaskScheduler.Default);
        await api.InFlightAsync(0);

        JsonElement stats = await api.StatsAsync();
        Assert.Equal((7, 7), (stats.GetProperty("maxInFlight").GetInt32(), stats.GetProperty("unanswered").GetInt32()));
        Assert.Equal("{}", stats.GetProperty("byStatus").GetRawText());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public async Task Stats_ClientWithACap_NeverCountsMoreThanTheCap(int cap)
    {
        await using RunningApi api = await RunningApi.StartAsync();

        await Parallel.ForAsync(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = cap }, async (index, _) =>
            await api.GetAsync($"character/{(index % 826) + 1}"));

        JsonElement stats = await api.StatsAsync();
        Assert.InRange(stats.GetProperty("maxInFlight").GetInt32(), 1, cap);
        Assert.Equal(2000, stats.GetProperty("byStatus").GetProperty("200").GetInt32());
    }

    [Fact]
    public async Task Reset_AfterRequests_CountsFromZeroAndKeepsTheFaults()
    {
        await using RunningApi api = await RunningApi.StartAsync();
        await api.PostAsync("/_faults", """{"fail":1}""");
        await api.GetAsync("character/1");

        await api.PostAsync("/_reset", "");

        JsonElement stats = await api.StatsAsync(perId: true);
        Assert.Equal((0, 0), (stats.GetProperty("requests").GetInt32(), stats.GetProperty("maxInFlight").GetInt32()));
        Assert.Equal("{}{}", stats.GetProperty("byStatus").GetRawText() + stats.GetProperty("perId").GetRawText());
        Assert.Equal(1, (await api.JsonAsync("/_faults")).GetProperty("fail").GetDouble());
    }
}
