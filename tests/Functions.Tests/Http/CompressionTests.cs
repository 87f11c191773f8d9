using System.IO.Compression;
using System.Net;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Functions.Tests.Http;

public sealed class CompressionTests
{
    [Fact]
    public async Task Read_WhereTheCallerAcceptsIt_IsCompressedAndTheSame()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-200" });
        await app.ReportAsync(id);

        foreach (var path in (string[])["dashboard", "dashboard/app.js", "dashboard/mark.svg", "openapi.json", "fanouts", $"fanouts/{id}/report", $"fanouts/{id}/characters",
            $"fanouts/{id}/characters?format=ndjson", $"fanouts/{id}/characters?format=csv", "fanouts/nobody"])
        {
            foreach (var (accept, expected) in new[] { ("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", "") })
            {
                using var plain = await app.Http.GetAsync($"api/{path}", TestContext.Current.CancellationToken);
                using var answer = await SendAsync(app, path, ("Accept-Encoding", accept));

                Assert.Equal((path, expected, plain.StatusCode), (path, string.Join(", ", answer.Content.Headers.ContentEncoding), answer.StatusCode));
                Assert.Contains("Accept-Encoding", answer.Headers.Vary);
                await using var body = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
                await using Stream text = expected switch { "br" => new BrotliStream(body, CompressionMode.Decompress), "gzip" => new GZipStream(body, CompressionMode.Decompress), _ => body };
                using var reader = new StreamReader(text);
                Assert.Equal(await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
            }
        }
    }

    [Theory]
    [InlineData("dashboard/app.js")]
    [InlineData("fanouts/a/report")]
    public async Task Tag_OfACompressedAnswer_IsThatOfTheSameContent(string path)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        await app.ReportAsync(await app.StartFanOutAsync(new { ids = "1-9", id = "a" }));
        using var compressed = await SendAsync(app, path, ("Accept-Encoding", "gzip"));
        using var plain = await SendAsync(app, path);

        // The bytes differ, so it is a weak one.
        Assert.True(compressed.Headers.ETag!.IsWeak);
        Assert.Equal(compressed.Headers.ETag, plain.Headers.ETag);
        using var again = await SendAsync(app, path, ("Accept-Encoding", "br"), ("If-None-Match", compressed.Headers.ETag.ToString()));
        Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length));
    }

    [Fact]
    public async Task Start_WhoseAnswerHasAKeyInIt_IsNotCompressed()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);

        using var request = new HttpRequestMessage(HttpMethod.Post, "api/fanouts") { Content = new StringContent("""{"ids":"1"}""", null, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    private static async Task<HttpResponseMessage> SendAsync(FanOutHost app, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/{path}");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
