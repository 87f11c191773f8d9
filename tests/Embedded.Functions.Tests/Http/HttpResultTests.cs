using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EmbeddedFunctions.Testing;
using EmbeddedFunctions.Tests.Apps;

namespace EmbeddedFunctions.Tests.Http;

public sealed class HttpResultTests : IAsyncLifetime
{
    private FunctionsTestHost _host = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHosts.StartAsync(typeof(ResultFunctions));
        _client = _host.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("PlainResult", 418, "application/json", """{"item":"tea","count":1}""")]
    [InlineData("ActionResult", 201, "application/json", """{"item":"tea","count":2}""")]
    [InlineData("GenericActionResult", 200, "application/json", """{"item":"tea","count":3}""")]
    [InlineData("ContentResult", 200, "text/html", "<p>tea</p>")]
    [InlineData("Words", 200, "text/plain", "só")]
    [InlineData("Poem", 200, "application/json", """{"Item":"tea","Count":4}""")]
    [InlineData("Multi", 200, "text/plain", "multi")]
    [InlineData("Nothing", 200, null, "")]
    public async Task Result_OfEachKind_IsTheResponse(string function, int status, string? type, string body)
    {
        using var response = await _client.GetAsync($"api/{function}");
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task ResponseData_CarriesStatusHeadersCookiesAndBody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/Data?q=ä%20b") { Content = new StringContent("body") };
        request.Headers.Add("x-ask", "more");
        request.Headers.Add("Cookie", "taste=sweet");
        using var response = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("POST", Assert.Single(response.Headers.GetValues("x-method")));
        Assert.Equal("/api/Data", Assert.Single(response.Headers.GetValues("x-path")));
        Assert.Equal("more", Assert.Single(response.Headers.GetValues("x-asked")));
        Assert.StartsWith("taste=sweet", Assert.Single(response.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Equal("ä b|body", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task ResponseData_Json_IsReadAndWritten()
    {
        using var content = new StringContent("""{"ITEM":"tea","count":9}""", Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync("api/DataJson", content);
        Assert.Equal("""{"Item":"tea","Count":9}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Failure_IsAProblemWithoutItsReason()
    {
        using var response = await _client.GetAsync("api/Throws");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        using var problem = JsonDocument.Parse(text);
        Assert.True(Guid.TryParse(problem.RootElement.GetProperty("invocationId").GetString(), out _));
    }
}
