using FunctionsHost.Tests.Http;

[assembly: AssemblyFixture(typeof(AppFixture))]
[assembly: AssemblyFixture(typeof(PlainFixture))]

namespace FunctionsHost.Tests.Http;

/// <summary>One host with the app that answers HTTP itself, for all tests that only ask it.</summary>
public sealed class AppFixture : IAsyncLifetime
{
    private TestHost? _host;

    public HttpClient Client => _host!.Client;

    public Uri BaseAddress => _host!.BaseAddress;

    internal FunctionsAppHost Host => _host!.Host;

    public async ValueTask InitializeAsync() => _host = await TestHosts.StartAppAsync();

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>One host with the app whose functions take and give HttpRequestData through the channel.</summary>
public sealed class PlainFixture : IAsyncLifetime
{
    private TestHost? _host;

    public HttpClient Client => _host!.Client;

    public Uri BaseAddress => _host!.BaseAddress;

    public async ValueTask InitializeAsync() => _host = await TestHosts.StartAppAsync("FunctionsHost.TestApp.Plain");

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
