using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using CharacterFanOut.EndToEnd.Hosts;

namespace CharacterFanOut.EndToEnd.Page;

[Collection(nameof(PageTests))]
public sealed partial class AssetsTests(BrowserFixture browser) : IAsyncLifetime
{
    private const int MostBytes = 150 * 1024;

    private static IEnumerable<string> Names => Assembly.LoadFrom(Path.Combine(Path.GetDirectoryName(HostProcess.Cli)!, "app", "Functions.dll")).GetManifestResourceNames()
        .Where(name => name.StartsWith("Dashboard/", StringComparison.Ordinal)).Select(name => name["Dashboard/".Length..]);

    public async ValueTask InitializeAsync() => await browser.System.ClearAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Assets_AllTogether_AreUnder150KilobytesAndNameNoOtherHost()
    {
        var bytes = 0L;
        foreach (var name in Names)
        {
            using var response = await browser.System.GetAsync($"api/dashboard/{name}");
            var content = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
            bytes += content.Length;
            Assert.DoesNotMatch(ForeignAddress(), Encoding.UTF8.GetString(content));
        }

        Assert.InRange(bytes, 1, MostBytes);
    }

    [Theory]
    [InlineData("", "text/html; charset=utf-8")]
    [InlineData("/page.css", "text/css; charset=utf-8")]
    [InlineData("/app.js", "text/javascript; charset=utf-8")]
    [InlineData("/mark.svg", "image/svg+xml")]
    public async Task Asset_Asked_IsServedWithItsTypeAndGuarded(string path, string contentType)
    {
        using var response = await browser.System.GetAsync($"api/dashboard{path}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType?.ToString());
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asset_AskedAgainWithItsTag_IsNotSentAgain()
    {
        using var first = await browser.System.GetAsync("api/dashboard/page.css");

        using var again = await browser.System.SendAsync(HttpMethod.Get, "api/dashboard/page.css", headers: ("If-None-Match", first.Headers.ETag!.ToString()));
        using var other = await browser.System.SendAsync(HttpMethod.Get, "api/dashboard/page.css", headers: ("If-None-Match", "\"of another file\""));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("nothing.js")]
    [InlineData("../host.json")]
    [InlineData("%2e%2e/host.json")]
    [InlineData("Page.css")]
    public async Task Asset_Unknown_IsNotFound(string name)
    {
        using var response = await browser.System.GetAsync($"api/dashboard/{name}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Page_AskedWithASlash_LeadsToTheOneWithout()
    {
        using var response = await browser.System.GetAsync("api/dashboard/");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(browser.System.Page, response.RequestMessage!.RequestUri);
    }

    [GeneratedRegex(@"(https?:)?//(?!www\.w3\.org/2000/svg)[a-z0-9-]+\.[a-z]", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignAddress();
}
