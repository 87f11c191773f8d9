using System.Net;

namespace FunctionsHost.Tests.Security;

public sealed class RequestGuardTests
{
    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("LOCALHOST:1234", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("localhost.", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    [InlineData("[::1]:1234", HttpStatusCode.OK)]
    [InlineData("[0:0:0:0:0:0:0:1]", HttpStatusCode.OK)]
    [InlineData("[::ffff:127.0.0.1]", HttpStatusCode.OK)]
    [InlineData("[::2]", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("evil.example.", HttpStatusCode.MisdirectedRequest)]
    [InlineData("FANOUT.internal.", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("10.0.0.1", HttpStatusCode.MisdirectedRequest)]
    [InlineData("fanout.internal", HttpStatusCode.OK)]
    public async Task Host_ThatIsNotOurs_IsMisdirected(string name, HttpStatusCode expected)
    {
        await using var host = await TestHosts.StartAsync(Functions(), new() { ["FunctionsHost:AllowedHosts"] = "fanout.internal;other" });
        var client = host.Client;
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/Open");
        request.Headers.Host = name;
        using var response = await client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("GET /api/Open HTTP/1.1\r\nHost: localhost\r\n\r\n", 200)]
    [InlineData("GET /api/Open HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /api/Open HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400)]
    [InlineData("GET /api/Open HTTP/1.1\r\nHost: localhost, evil.example\r\n\r\n", 400)]
    [InlineData("GET /api/Open HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n", 400)]
    [InlineData("GET /api/Open HTTP/1.1\r\nHost: \r\n\r\n", 421)]
    [InlineData("GET /api/Open HTTP/1.0\r\n\r\n", 421)]
    [InlineData("GET http://evil.example/api/Open HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421)]
    [InlineData("GET http://evil.example/api/Open HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET http://localhost/api/Open HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400)]
    [InlineData("CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example:80\r\n\r\n", 421)]
    [InlineData("GET /api/Open HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: evil.example\r\n\r\n", 200)]
    public async Task Host_HoweverItIsWritten_IsChecked(string request, int expected)
    {
        await using var host = await TestHosts.StartAsync(Functions());
        Assert.Equal(expected, await RawHttp.StatusAsync(host.BaseAddress, request));
    }

    [Theory]
    [InlineData("POST", "https://evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("POST", "null", null, HttpStatusCode.Forbidden)]
    [InlineData("POST", null, "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("POST", null, "same-origin", HttpStatusCode.OK)]
    [InlineData("POST", null, null, HttpStatusCode.OK)]
    [InlineData("POST", "https://page.example", "cross-site", HttpStatusCode.OK)]
    [InlineData("GET", "https://evil.example", "cross-site", HttpStatusCode.OK)]
    public async Task ForeignPage_WithoutKeys_ChangesNothing(string method, string? origin, string? site, HttpStatusCode expected)
    {
        await using var host = await TestHosts.StartAsync(Functions(), new() { ["Host:CORS"] = "https://page.example" });
        var client = host.Client;
        using var request = new HttpRequestMessage(new HttpMethod(method), "api/Open");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        using var response = await client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task OwnPage_WithoutKeys_MayChange()
    {
        await using var host = await TestHosts.StartAsync(Functions());
        var client = host.Client;
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/Open");
        request.Headers.Add("Origin", host.BaseAddress.GetLeftPart(UriPartial.Authority));
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("https://page.example", true)]
    [InlineData("https://evil.example", false)]
    public async Task Cors_AnswersPreflightsOfConfiguredOriginsOnly(string origin, bool allowed)
    {
        await using var host = await TestHosts.StartAsync(Functions(), new() { ["Host:CORS"] = "https://page.example,https://two.example", ["Host:CORSCredentials"] = "true" });
        var client = host.Client;
        using var request = new HttpRequestMessage(HttpMethod.Options, "api/Guarded");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var response = await client.SendAsync(request);
        Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) && values.Single() == origin);
        Assert.Equal(allowed, response.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Cors_AnyOriginWithCredentials_IsRefusedAtStart()
        => await Assert.ThrowsAsync<InvalidOperationException>(() => TestHosts.StartAsync(
            Functions(), new() { ["Host:CORS"] = "*", ["Host:CORSCredentials"] = "true" }));

    [Fact]
    public async Task Limits_LongUrlsHeadersAndBodies_AreRefused()
    {
        await using var host = await TestHosts.StartAsync(Functions(), new() { ["FunctionsHost:MaxRequestBodySize"] = "1000" });
        var client = host.Client;
        using var url = await client.GetAsync($"api/Open/{new string('x', 9000)}");
        Assert.Equal(HttpStatusCode.RequestUriTooLong, url.StatusCode);
        using var headers = new HttpRequestMessage(HttpMethod.Get, "api/Open/x");
        headers.Headers.Add("x-long", new string('x', 40_000));
        using var refused = await client.SendAsync(headers);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, refused.StatusCode);
        using var body = new HttpRequestMessage(HttpMethod.Post, "api/Text") { Content = new StringContent(new string('x', 1001)) };
        body.Headers.ExpectContinue = true;
        using var large = await client.SendAsync(body);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    [Theory]
    [InlineData("FunctionsHost.TestApp", "api/count")]
    [InlineData("FunctionsHost.TestApp.Plain", "back")]
    public async Task Limit_BodyThatDoesNotTellItsLength_IsRefusedWhenItGetsTooLong(string app, string path)
    {
        await using var host = await TestHosts.StartAppAsync(app, options => options.Settings["FunctionsHost:MaxRequestBodySize"] = "1000");

        // Not so large that it is still being sent when the answer comes: a client may then see a broken connection alone.
        using var large = await SendAsync(2_000);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        using var small = await SendAsync(900);
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);

        async Task<HttpResponseMessage> SendAsync(int length)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[length]) };
            request.Headers.TransferEncodingChunked = true;
            request.Headers.ExpectContinue = true;
            return await host.Client.SendAsync(request);
        }
    }

    private static FakeWorker Functions() => new FakeWorker().Http("Open").Http("Guarded", level: "Function").Http("Text").Http("Part", route: "Open/{*rest}");
}
