using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using CharacterFanOut.EndToEnd.Hosts;

namespace CharacterFanOut.EndToEnd.Page;

public sealed partial class AssetsTests(AssetsTests.Host host) : IClassFixture<AssetsTests.Host>
{
    private const int MostBytes = 150 * 1024;

    private readonly RunningSystem system = host.System;

    private static IEnumerable<string> Names => Assembly.LoadFrom(Path.Combine(Path.GetDirectoryName(HostProcess.Cli)!, "app", "Functions.dll")).GetManifestResourceNames()
        .Where(name => name.StartsWith("Dashboard/", StringComparison.Ordinal)).Select(name => name["Dashboard/".Length..]);

    [Fact]
    public async Task Assets_AllTogether_AreUnder150KilobytesAndNameNoOtherHost()
    {
        var bytes = 0L;
        foreach (var name in Names)
        {
            using var response = await system.GetAsync($"api/dashboard/{name}");
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
        using var response = await system.GetAsync($"api/dashboard{path}");

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
        using var first = await system.GetAsync("api/dashboard/page.css");

        using var again = await system.GetAsync("api/dashboard/page.css", ("If-None-Match", first.Headers.ETag!.ToString()));
        using var other = await system.GetAsync("api/dashboard/page.css", ("If-None-Match", "\"of another file\""));

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
        using var response = await system.GetAsync($"api/dashboard/{name}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Page_AskedWithASlash_LeadsToTheOneWithout()
    {
        using var response = await system.GetAsync("api/dashboard/");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(system.Page, response.RequestMessage!.RequestUri);
    }

    [GeneratedRegex(@"(https?:)?//(?!www\.w3\.org/2000/svg)[a-z0-9-]+\.[a-z]", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignAddress();

    /// <summary>One for all: nothing is changed on it.</summary>
    public sealed class Host : IAsyncLifetime
    {
        internal RunningSystem System { get; private set; } = null!;

        public async ValueTask InitializeAsync() => System = await RunningSystem.StartAsync();

        public ValueTask DisposeAsync() => System.DisposeAsync();
    }
}
