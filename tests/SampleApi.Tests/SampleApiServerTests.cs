namespace CharacterFanOut.SampleApi.Tests;

public sealed class SampleApiServerTests
{
    [Fact]
    public async Task StartAsync_AnyFreePort_IsOnLoopback()
    {
        await using SampleApiServer server = await SampleApiServer.StartAsync(new SampleApiOptions());

        Assert.Equal("127.0.0.1", server.BaseAddress.Host);
        Assert.NotEqual(0, server.BaseAddress.Port);
        Assert.Equal("/api/", server.BaseAddress.AbsolutePath);
    }

    [Fact]
    public async Task StartAsync_PortInUse_Throws()
    {
        await using SampleApiServer first = await SampleApiServer.StartAsync(new SampleApiOptions());

        await Assert.ThrowsAnyAsync<IOException>(() => SampleApiServer.StartAsync(new SampleApiOptions { Port = first.BaseAddress.Port }));
    }

    [Fact]
    public async Task StartAsync_BadOption_ThrowsAndSaysWhich()
    {
        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(
            () => SampleApiServer.StartAsync(new SampleApiOptions { Fail = double.NaN }));

        Assert.Contains("Fail", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisposeAsync_RequestHangs_EndsItAndTheServer()
    {
        RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { Hang = 1 });
        Task<HttpResponseMessage> hanging = api.Http.GetAsync("character/1");
        await api.InFlightAsync(1);

        await api.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => hanging);
    }

    [Fact]
    public async Task DisposeAsync_StartedAgainOnTheSamePort_RefusesConnectionsInBetween()
    {
        SampleApiServer first = await SampleApiServer.StartAsync(new SampleApiOptions());
        using HttpClient http = new() { BaseAddress = first.BaseAddress };
        string before = await http.GetStringAsync("character/1");

        await first.DisposeAsync();
        await first.DisposeAsync();

        HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync("character/1"));
        Assert.Equal(HttpRequestError.ConnectionError, refused.HttpRequestError);
        await using SampleApiServer second = await SampleApiServer.StartAsync(new SampleApiOptions { Port = first.BaseAddress.Port });
        Assert.Equal(before, await http.GetStringAsync("character/1"));
    }
}
