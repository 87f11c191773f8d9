using System.Net.Http.Json;
using System.Text.Json;

namespace FunctionsHost.Tests.Http;

/// <summary>Which headers pass, and whom they are believed of.</summary>
public sealed class CallerHeadersTests(AppFixture app, PlainFixture plain)
{
    private const string OfTheConnection =
        "Connection: X-Hop, Content-Type, Host\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nTE: trailers\r\nProxy-Authorization: Basic x\r\nProxy-Connection: close\r\nX-Kept: kept\r\n\r\n";

    private static readonly string[] NotPassed = ["X-Hop", "Keep-Alive", "TE", "Proxy-Authorization", "Proxy-Connection", "Upgrade", "HTTP2-Settings"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Request_HeadersOfTheConnection_DoNotReachTheFunction(bool answersItself)
    {
        var (status, text) = await RawHttp.AnswerAsync(
            answersItself ? app.BaseAddress : plain.BaseAddress, $"GET {(answersItself ? "/api/echo/x" : "/headers")} HTTP/1.0\r\nHost: localhost\r\n{OfTheConnection}");
        Assert.Equal(200, status);
        Assert.All(NotPassed, name => Assert.DoesNotContain($"\"{name}\"", text, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("\"X-Kept\":\"kept\"", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Response_HeadersOfTheConnection_DoNotReachTheCaller()
    {
        using var response = await app.Client.GetAsync("api/hops");
        Assert.Equal("kept", Assert.Single(response.Headers.GetValues("X-Kept")));
        Assert.All(NotPassed.Append("Proxy-Authenticate"), name => Assert.False(response.Headers.Contains(name), name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upgrade_ThatIsNoWebSocket_IsNotTaken(bool answersItself)
    {
        var (status, text) = await RawHttp.AnswerAsync(
            answersItself ? app.BaseAddress : plain.BaseAddress,
            $"GET {(answersItself ? "/api/echo/x" : "/headers")} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAA\r\n\r\n");
        Assert.Equal(200, status);
        Assert.DoesNotContain("HTTP2-Settings", text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(null, "127.0.0.1", "http")]
    [InlineData("10.0.0.1", "127.0.0.1", "http")]
    [InlineData("10.0.0.1;127.0.0.1;::1", "203.0.113.7", "https")]
    public async Task Forwarded_OnlyOfTrustedProxies_IsBelieved(string? trusted, string remote, string scheme)
    {
        await using var host = await TestHosts.StartAppAsync(configure: options =>
        {
            if (trusted is not null)
            {
                options.Settings["FunctionsHost:TrustedProxies"] = trusted;
            }
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/echo/x");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "app.example");
        using var response = await host.Client.SendAsync(request);
        var echo = await response.Content.ReadFromJsonAsync<JsonElement>();
        var name = scheme == "https" ? "app.example" : host.BaseAddress.Authority;
        Assert.Equal((remote, scheme, name), (echo.GetProperty("remote").GetString(), echo.GetProperty("scheme").GetString(), echo.GetProperty("host").GetString()));

        // The management API's own addresses are those of the request's Host header, always.
        request.Headers.Clear();
        using var start = new HttpRequestMessage(HttpMethod.Post, "runtime/webhooks/durabletask/orchestrators/Squares");
        start.Headers.Add("X-Forwarded-Host", "app.example");
        using var started = await host.Client.SendAsync(start);
        Assert.StartsWith(host.BaseAddress.AbsoluteUri, started.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
    }
}
