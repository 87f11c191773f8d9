namespace FunctionsHost.Tests.Management;

/// <summary>Purges by filter, on a host of its own: they reach what other tests have made.</summary>
public sealed class PurgeManyTests
{
    [Fact]
    public async Task Purge_ByStatus_LeavesTheOthers()
    {
        var fixture = new ManagementFixture();
        await fixture.InitializeAsync();
        await using var _ = fixture;
        await fixture.StartAsync("EchoFlow", "1");
        await fixture.StartAsync("EchoFlow", "2");
        var failed = await fixture.StartAsync("ThrowFlow");
        var running = await fixture.StartAsync("WaitFlow", untilOver: false);

        using var response = await fixture.Client.DeleteAsync($"{ManagementFixture.Base}/instances?createdTimeFrom=2000-01-01T00:00:00Z&runtimeStatus=Completed,Running", TestContext.Current.CancellationToken);
        Assert.Equal("""{"instancesDeleted":2}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var left = await ManagementFixture.ReadAsync(fixture.GetAsync("instances"));
        Assert.Equal(new[] { failed, running }.Order(StringComparer.Ordinal), left.EnumerateArray().Select(item => item.GetProperty("instanceId").GetString()!).Order(StringComparer.Ordinal));
    }
}
