using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Functions.Tests.Http;

public sealed class QueryTests
{
    [Fact]
    public async Task Query_WithWhatACallDoesNotHave_IsRefusedByName()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var app = await FanOutHost.StartAsync(api, folder);
        var id = await app.StartFanOutAsync(new { ids = "1-3" });
        await app.ReportAsync(id);

        foreach (var (method, path, parameter, error) in new[]
        {
            ("GET", "fanouts?stauts=running", "stauts", "There is no such parameter. Did you mean \"status\"?"),
            ("GET", "fanouts?top=1&page=2&code=x", "page", "There is no such parameter; there are status, label, withFailures, from, to, top, continuation."),
            ("GET", $"fanouts/{id}?verbose", "verbose", "This call has no parameters."),
            ("DELETE", $"fanouts/{id}?force=true", "force", "This call has no parameters."),
            ("POST", $"fanouts/{id}/cancel?reason=x", "reason", "This call has no parameters."),
            ("GET", $"fanouts/{id}/characters?formt=csv", "formt", "There is no such parameter. Did you mean \"format\"?"),
            ("GET", $"fanouts/{id}/failures?bom=1", "bom", "\"1\" is not one of true, false."),
            ("GET", $"fanouts/{id}/characters?format=csv&format=json", "format", "\"csv,json\" is not one of json, ndjson, csv, parquet."),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"api/{path}");
            using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal((path, HttpStatusCode.BadRequest, "application/problem+json"), (path, answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("errors");
            Assert.Equal((parameter, error), (Assert.Single(errors.EnumerateObject()).Name, errors.GetProperty(parameter)[0].GetString()));
        }

        Assert.Equal(HttpStatusCode.OK, await app.StatusCodeAsync(HttpMethod.Get, "api/fanouts?TOP=1&code=x"));
        Assert.Equal(HttpStatusCode.OK, await app.StatusCodeAsync(HttpMethod.Get, "api/dashboard?from=elsewhere"));
        Assert.Equal(HttpStatusCode.OK, await app.StatusCodeAsync(HttpMethod.Get, "api/health?probe=1"));
    }
}
