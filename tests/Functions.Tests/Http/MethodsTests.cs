using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Functions.Tests.Http;

/// <summary>Paths that are not there, and methods that a path does not take.</summary>
public sealed class MethodsTests
{
    [Fact]
    public async Task Request_NoRouteTakes_IsAProblemThatSaysWhatThereIs()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);

        foreach (var (method, path, status, allow) in new (string, string, int, string)[]
        {
            ("GET", "nothing", 404, ""), ("POST", "fanouts/x/explode", 404, ""), ("OPTIONS", "nothing", 404, ""), ("GET", "", 404, ""), ("GET", "fanouts/a/b/c", 404, ""),
            ("PATCH", "fanouts", 405, "DELETE, GET, HEAD, OPTIONS, POST"), ("PUT", "FANOUTS/x", 405, "DELETE, GET, HEAD, OPTIONS"), ("GET", "fanouts/x/pause", 405, "OPTIONS, POST"),
            ("HEAD", "fanouts/x/pause", 405, "OPTIONS, POST"), ("POST", "fanouts/x/report", 405, "GET, HEAD, OPTIONS"), ("POST", "dashboard/app.js", 405, "GET, HEAD, OPTIONS"),
            ("TRACE", "openapi.json", 405, "GET, HEAD, OPTIONS"), ("BREW", "health", 405, "GET, HEAD, OPTIONS"), ("POST", "fanouts/%2500/report", 405, "GET, HEAD, OPTIONS"),
            ("OPTIONS", "fanouts", 204, "DELETE, GET, HEAD, OPTIONS, POST"), ("OPTIONS", "fanouts/x", 204, "DELETE, GET, HEAD, OPTIONS"),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"api/{path}");
            using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal((method, path, status, allow), (method, path, (int)answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow)));
            if (status != 204)
            {
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            }

            if (status != 204 && method != "HEAD")
            {
                var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
                Assert.Contains(status == 404 ? "/api/openapi.json" : allow, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Head_OfWhatCanBeRead_IsItsGetWithoutABody()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-9" });
        await app.ReportAsync(id);

        foreach (var path in (string[])["health", "openapi.json", "dashboard", "dashboard/app.js", "fanouts", $"fanouts/{id}", $"fanouts/{id}/report", $"fanouts/{id}/batches",
            $"fanouts/{id}/characters", $"fanouts/{id}/characters?format=csv", $"fanouts/{id}/failures", $"fanouts/{id}/changes?since={id}", "fanouts/nobody"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, $"api/{path}");
            using var head = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
            using var get = await app.Http.GetAsync($"api/{path}", TestContext.Current.CancellationToken);

            Assert.Equal((path, get.StatusCode, get.Content.Headers.ContentType, get.Headers.ETag), (path, head.StatusCode, head.Content.Headers.ContentType, head.Headers.ETag));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }
}
