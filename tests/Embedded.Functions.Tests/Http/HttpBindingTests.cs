using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EmbeddedFunctions.Testing;
using EmbeddedFunctions.Tests.Apps;

namespace EmbeddedFunctions.Tests.Http;

public sealed class HttpBindingTests : IAsyncLifetime
{
    private FunctionsTestHost _host = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHosts.StartAsync(typeof(BindingFunctions));
        _client = _host.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Route_TypedValues_AreBound()
        => Assert.Equal(
            """{"id":"7d444840-9dc0-11d1-b245-5ffdce74fad2","day":"2026-02-03","level":"Friday","page":8,"method":"GET"}""",
            await _client.GetStringAsync("api/route/7d444840-9dc0-11d1-b245-5ffdce74fad2/2026-02-03/friday?page=8"));

    [Fact]
    public async Task Route_OptionalPartsLeftOut_AreDefaults()
        => Assert.Equal(
            """{"id":"7d444840-9dc0-11d1-b245-5ffdce74fad2","day":"2026-02-03","level":null,"page":3,"method":"GET"}""",
            await _client.GetStringAsync("api/route/7d444840-9dc0-11d1-b245-5ffdce74fad2/2026-02-03"));

    [Theory]
    [InlineData("api/route/not-a-guid/2026-02-03", HttpStatusCode.NotFound)]
    [InlineData("api/route/7d444840-9dc0-11d1-b245-5ffdce74fad2/yesterday", HttpStatusCode.BadRequest)]
    [InlineData("api/route/7d444840-9dc0-11d1-b245-5ffdce74fad2/2026-02-03?page=many", HttpStatusCode.BadRequest)]
    [InlineData("api/nowhere", HttpStatusCode.NotFound)]
    [InlineData("route/7d444840-9dc0-11d1-b245-5ffdce74fad2/2026-02-03", HttpStatusCode.NotFound)]
    public async Task Route_ValuesThatDoNotFit_AreRefused(string path, HttpStatusCode expected)
    {
        using var response = await _client.GetAsync(path);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Route_WrongMethod_IsNotFoundAsOnTheFunctionsHost()
    {
        using var response = await _client.DeleteAsync("api/files/x");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Route_CatchAll_TakesTheRest() => Assert.Equal("GET a/b/c.txt", await _client.GetStringAsync("api/files/a/b/c.txt"));

    [Fact]
    public async Task Body_Json_IsRead()
    {
        using var response = await _client.PostAsJsonAsync("api/Body", new Order("tea", 1));
        Assert.Equal(new Order("tea", 2), await response.Content.ReadFromJsonAsync<Order>());
    }

    [Theory]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("""{"item":"tea","count":"one"}""", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("null", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("""{"item":"tea","count":1}""", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("item=tea", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    public async Task Body_NotWhatItShouldBe_IsAProblem(string body, string type, HttpStatusCode expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await _client.PostAsync("api/Body", content);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task Body_TooDeep_IsAProblem()
    {
        using var content = new StringContent(string.Concat(Enumerable.Repeat("[", 5000)), Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync("api/Body", content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task MvcBody_Nullable_MayBeLeftOut()
    {
        using var response = await _client.PostAsync("api/MvcBody", null);
        Assert.Equal(new Order("nothing", 0), await response.Content.ReadFromJsonAsync<Order>());
        using var given = await _client.PostAsJsonAsync("api/MvcBody", new Order("tea", 1));
        Assert.Equal(new Order("tea", 1), await given.Content.ReadFromJsonAsync<Order>());
    }

    [Fact]
    public async Task Trigger_OnAPlainType_IsTheBody()
    {
        using var poco = await _client.PutAsJsonAsync("api/Poco", new Order("tea", 1));
        Assert.Equal(new Order("tea", 1), await poco.Content.ReadFromJsonAsync<Order>());
        using var content = new StringContent("abc");
        using var text = await _client.PostAsync("api/Text", content);
        Assert.Equal("cba", await text.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Context_TellsAboutTheInvocation()
    {
        using var response = await _client.PatchAsync("api/Context?who=me", null);
        var seen = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("Context", seen.GetProperty("name").GetString());
        Assert.Equal("EmbeddedFunctions.Tests.Apps.BindingFunctions.Context", seen.GetProperty("entryPoint").GetString());
        Assert.Equal("httpTrigger", seen.GetProperty("trigger").GetString());
        Assert.Equal(3, seen.GetProperty("parameters").GetArrayLength());
        Assert.True(seen.GetProperty("sameRequest").GetBoolean());
        Assert.True(seen.GetProperty("hasInvocation").GetBoolean());
        Assert.True(seen.GetProperty("cancellable").GetBoolean());
        Assert.Equal(0, seen.GetProperty("retries").GetInt32());
        Assert.Equal("me", seen.GetProperty("query").GetString());
    }
}
