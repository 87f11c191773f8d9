using System.Collections.Concurrent;
using System.Net;
using FunctionsHost.Hosting;
using FunctionsHost.Keys;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsHost.Tests.Keys;

public sealed class KeyTests
{
    private static readonly Dictionary<string, string> Keys = new()
    {
        ["FunctionsHost:Keys:Master"] = "master-key",
        ["FunctionsHost:Keys:Host:default"] = "host-key",
        ["FunctionsHost:Keys:Host:second"] = "host-key-2",
        ["FunctionsHost:Keys:System"] = "system-key",
        ["FunctionsHost:Keys:Functions:Guarded:default"] = "guarded-key",
    };

    [Theory]
    [InlineData("api/Open", null, 200)]
    [InlineData("api/Open", "wrong", 200)]
    [InlineData("api/Guarded", null, 401)]
    [InlineData("api/Guarded", "wrong", 401)]
    [InlineData("api/Guarded", "guarded-key", 200)]
    [InlineData("api/Guarded", "host-key", 200)]
    [InlineData("api/Guarded", "host-key-2", 200)]
    [InlineData("api/Guarded", "master-key", 200)]
    [InlineData("api/Guarded", "system-key", 401)]
    [InlineData("api/Other", "guarded-key", 401)]
    [InlineData("api/Other", "host-key", 200)]
    [InlineData("api/Systemic", "host-key", 401)]
    [InlineData("api/Systemic", "system-key", 200)]
    [InlineData("api/Systemic", "master-key", 200)]
    [InlineData("api/Administrative", "system-key", 401)]
    [InlineData("api/Administrative", "host-key", 401)]
    [InlineData("api/Administrative", "master-key", 200)]
    public async Task Call_WithKey_IsLetInByItsLevel(string path, string? key, int expected)
    {
        await using var host = await TestHosts.StartAsync(Guarded(), Keys);
        var client = host.Client;
        using var inHeader = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
        {
            inHeader.Headers.Add("x-functions-key", key);
        }

        using var byHeader = await client.SendAsync(inHeader);
        Assert.Equal(expected, (int)byHeader.StatusCode);
        using var byQuery = await client.GetAsync(key is null ? path : $"{path}?code={key}");
        Assert.Equal(expected, (int)byQuery.StatusCode);
        if (expected == 401)
        {
            Assert.Equal("ApiKey", Assert.Single(byQuery.Headers.WwwAuthenticate).Scheme);
            Assert.Equal("application/problem+json", byQuery.Content.Headers.ContentType?.MediaType);
            Assert.Contains("x-functions-key", await byQuery.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("host-key", HttpStatusCode.Unauthorized)]
    [InlineData("system-key", HttpStatusCode.Unauthorized)]
    [InlineData("master-key", HttpStatusCode.Accepted)]
    public async Task Admin_NeedsTheMasterKey(string key, HttpStatusCode expected)
    {
        await using var host = await TestHosts.StartAsync(Guarded(), Keys);
        using var response = await host.Client.PostAsync($"admin/functions/nightly?code={key}", null);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Call_WithoutKeysConfigured_IsOpenOnLoopback()
    {
        await using var host = await TestHosts.StartAsync(Guarded());
        var client = host.Client;
        Assert.Equal("GET", await client.GetStringAsync("api/Administrative"));
    }

    [Fact]
    public async Task Start_OtherAddressWithoutKeys_IsRefused()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHosts.StartAsync(
            Guarded(), new() { ["FunctionsHost:BindAddress"] = "0.0.0.0" }));
        Assert.Contains("without keys", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_KeysThatLeaveSomethingShut_IsRefused()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHosts.StartAsync(
            Guarded(), new() { ["FunctionsHost:Keys:Host"] = "host-key" }));
        Assert.Contains("'Systemic'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("durable management", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("host-key", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongKeys_PastTheLimit_WaitForTheNextMinute_AndTheRightKeyNeverDoes()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHosts.StartAsync(Guarded(), new(Keys) { ["FunctionsHost:MaxFailedKeysPerMinute"] = "3" }, time: time);
        var client = host.Client;
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("wrong"));
        }

        using (var limited = await client.GetAsync("api/Guarded?code=wrong"))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
            Assert.InRange(limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        }

        // Whoever shares an address with a guesser, behind one proxy, is not locked out by the guesses.
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("host-key"));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("wrong"));

        async Task<HttpStatusCode> StatusAsync(string key)
        {
            using var response = await client.GetAsync($"api/Guarded?code={key}");
            return response.StatusCode;
        }
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8::1", "2001:db8::ffff:2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    public void WrongKeys_AreCountedByCaller_AndOfIPv6ByNetwork(string one, string other, bool same)
    {
        var limit = new FailedKeyLimit(Read(("FunctionsHost:MaxFailedKeysPerMinute", "1")).Settings, new FakeTimeProvider());
        limit.Failed(IPAddress.Parse(one));
        Assert.Equal(same, limit.WaitFor(IPAddress.Parse(other)) is not null);
    }

    [Theory]
    [InlineData("0.0.0.0", "fifteen-letters", "FunctionsHost:Keys:Host")]
    [InlineData("127.0.0.1", "fifteen-letters", null)]
    [InlineData("0.0.0.0", "sixteen--letters", null)]
    public void Start_KeyThatCanBeGuessed_IsRefusedBeyondLoopback(string address, string key, string? named)
    {
        var (settings, sources) = Read(
            ("FunctionsHost:BindAddress", address), ("FunctionsHost:Keys:Host", key), ("FunctionsHost:Keys:System", "a system key that is long enough"));
        void Check() => KeyCheck.Run(settings, new KeyRing(sources), []);
        if (named is null)
        {
            Check();
            return;
        }

        var failure = Assert.Throws<InvalidOperationException>(Check);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_AreNeverLogged()
    {
        using var log = new RecordingLoggers();
        await using (var host = await TestHosts.StartAsync(Guarded(), Keys, logging: logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log)))
        {
            var client = host.Client;
            foreach (var key in (string[])["master-key", "host-key", "not-a-key"])
            {
                using var response = await client.GetAsync($"api/Guarded?code={key}");
            }
        }

        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains("-key", StringComparison.Ordinal));
    }

    private static FakeWorker Guarded() => new FakeWorker()
        .Http("Open").Http("Guarded", level: "Function").Http("Other", level: "Function").Http("Systemic", level: "System").Http("Administrative", level: "Admin")
        .Timer("Nightly", "0 0 0 * * *");

    private static (HostSettings Settings, HostConfiguration Sources) Read(params (string Name, string Value)[] values)
    {
        var options = new FunctionsHostOptions { AppDirectory = AppContext.BaseDirectory };
        foreach (var (name, value) in values)
        {
            options.Settings[name] = value;
        }

        var sources = SettingsFiles.Read(options, options.AppDirectory);
        return (HostSettings.Read(options, options.AppDirectory, sources), sources);
    }

    private sealed class RecordingLoggers : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
