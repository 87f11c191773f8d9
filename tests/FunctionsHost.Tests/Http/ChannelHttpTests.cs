using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace FunctionsHost.Tests.Http;

/// <summary>HTTP to a worker whose functions take HttpRequestData, inside the channel.</summary>
public sealed class ChannelHttpTests(PlainFixture app)
{
    [Fact]
    public async Task Request_AndResponse_PassWhole()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "hello/w%2Fx?q=1%202") { Content = new StringContent("body") };
        request.Headers.Add("X-Test", ["a", "b"]);
        using var response = await app.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("Hello w%2Fx 1 2 body", await response.Content.ReadAsStringAsync());
        Assert.EndsWith("/hello/w%2Fx?q=1%202", Assert.Single(response.Headers.GetValues("X-Url")), StringComparison.Ordinal);
        Assert.Equal("a, b", Assert.Single(response.Headers.GetValues("X-Asked")));
        Assert.Equal("taste=good; path=/; httponly", Assert.Single(response.Headers.GetValues("Set-Cookie")));
    }

    [Fact]
    public async Task Head_HasLengthAndNoBody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "hello/x");
        using var response = await app.Client.SendAsync(request);
        Assert.Equal(9, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Value_ThatIsNoResponse_IsTheBody()
    {
        Assert.Equal(42, (await app.Client.GetFromJsonAsync<JsonElement>("value")).GetProperty("Answer").GetInt32());
        using var text = await app.Client.GetAsync("text");
        Assert.Equal("plain", await text.Content.ReadAsStringAsync());
        Assert.Equal("text/plain", text.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_LargeOrChunked_PassesBothWays(bool chunked)
    {
        var body = new byte[20_000_000];
        new Random(1).NextBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, "back") { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await app.Client.SendAsync(request);
        Assert.Equal(body, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Caller_ThatGoes_CancelsTheFunction()
    {
        using var folder = new TempFolder();
        var mark = Path.Combine(folder.Path, "mark");
        using var going = new CancellationTokenSource();
        var waiting = app.Client.GetAsync($"wait?mark={Uri.EscapeDataString(mark)}", going.Token);
        await Polling.UntilAsync(() => File.Exists(mark + ".begun"), "the function has begun");
        await going.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Polling.UntilAsync(() => File.Exists(mark + ".cancelled"), "the function was cancelled");
    }

    [Theory]
    [InlineData("several", HttpStatusCode.Created)]
    [InlineData("fail", HttpStatusCode.InternalServerError)]
    [InlineData("forever", HttpStatusCode.GatewayTimeout)]
    public async Task Outcome_IsTheStatus(string path, HttpStatusCode expected)
    {
        using var response = await app.Client.GetAsync(path);
        Assert.Equal(expected, response.StatusCode);
    }
}
