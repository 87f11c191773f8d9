using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CharacterFanOut.EndToEnd.BlackBox;

/// <summary>Holds the OpenAPI document against what the host serves: every operation, every answer that can be brought about.</summary>
[Trait("suite", "blackbox")]
[Collection(BlackBoxCollection.Name)]
public sealed class OpenApiTests(BlackBoxHost host)
{
    // The page itself, unlike its files, is always there.
    private static readonly string[] NotBroughtAbout = ["Dashboard 404", "CancelFanOuts 409"];

    private const string Schedule = """{"schedule":"0 0 3 1 1 *","request":{"ids":"1-9"}}""";

    private readonly HashSet<string> seen = [];
    private string undeletable = "";

    [Fact]
    public async Task Document_EveryOperation_AnswersAsItSays()
    {
        var document = await host.JsonAsync("api/openapi.json");
        Assert.StartsWith("3.1.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var operations = OperationsOf(document);
        var check = new JsonSchemaCheck(document);
        var wrong = new List<string>();
        var calls = await CallsAsync();
        var mistyped = calls.Where(call => operations[call.Operation].GetProperty("security").GetArrayLength() > 0).DistinctBy(call => call.Operation)
            .Select(call => call with { Path = $"{call.Path}{(call.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}nothing=1" });
        foreach (var call in calls.Concat(mistyped))
        {
            wrong.AddRange(await CallAsync(operations, check, call));
        }

        using var stopped = await host.PostAsync($"api/fanouts/{undeletable}/cancel");

        var unseen = operations.SelectMany(o => o.Value.GetProperty("responses").EnumerateObject().Select(r => $"{o.Key} {r.Name}"))
            .Except(seen).Except(NotBroughtAbout)

            // Those of a host that is not well: the function app's own tests take its store and its disk away.
            .Where(one => !one.EndsWith(" 503", StringComparison.Ordinal)).Where(one => host.Key.Length > 0 || !one.EndsWith(" 401", StringComparison.Ordinal));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(unseen);
    }

    [Fact]
    public async Task Document_StartBody_NamesTheFieldsThatAreRead()
    {
        var document = await host.JsonAsync("api/openapi.json");
        var fields = document.GetProperty("components").GetProperty("schemas").GetProperty("StartBody").GetProperty("properties").EnumerateObject().Select(p => p.Name);

        using var answer = await host.PostAsync("api/fanouts", new { ids = "1", nothing = 1 });

        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").GetProperty("nothing")[0].GetString()!;
        Assert.Equal(error[(error.LastIndexOf("are ", StringComparison.Ordinal) + 4)..].TrimEnd('.').Split(", ").Order(), fields.Order());
    }

    private static Dictionary<string, JsonElement> OperationsOf(JsonElement document) => document.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject())
        .ToDictionary(operation => operation.Value.GetProperty("operationId").GetString()!, operation => operation.Value);

    private async Task<List<ApiCall>> CallsAsync()
    {
        await host.UpstreamAsync(new { ids = new Dictionary<string, object> { ["3"] = new { malformed = "notJson" } } });
        var done = await host.StartAsync(new { ids = "1-9" });
        var bare = await host.StartAsync(new { ids = "1", saveCharacters = false });
        await host.UntilOverAsync(done);
        await host.UntilOverAsync(bare);

        // All faults at once: they are set when nothing runs.
        await host.UpstreamAsync(new { latency = "fixed:500ms", ids = new Dictionary<string, object> { ["4"] = new { status = 429, retryAfter = 43200 } } });
        var runs = await host.StartAsync(new { ids = "5-20000" });
        await host.UntilAsync(runs, s => s.GetProperty("batches").GetInt32() > 0);
        undeletable = await host.StartAsync(new { ids = "4" });
        await host.UntilAsync(undeletable, s => s.GetProperty("waiting").ValueKind == JsonValueKind.Object);
        var key = Guid.NewGuid().ToString("N");
        using var report = await host.GetAsync($"api/fanouts/{done}/report");
        using var page = await host.GetAsync("api/dashboard");
        using var file = await host.GetAsync("api/dashboard/app.js");
        return
        [
            new("GetHealth", "GET", "health"), new("GetMetrics", "GET", "metrics"), new("GetOpenApi", "GET", "openapi.json"),
            new("Dashboard", "GET", "dashboard"), new("DashboardFile", "GET", "dashboard/app.js"), new("DashboardFile", "GET", "dashboard/nothing.js"),
            new("Dashboard", "GET", "dashboard", Header: ("If-None-Match", page.Headers.ETag!.ToString())),
            new("DashboardFile", "GET", "dashboard/app.js", Header: ("If-None-Match", file.Headers.ETag!.ToString())),
            new("StartFanOut", "POST", "fanouts", "{\"ids\":\"1\"}", Header: ("Idempotency-Key", key)),
            new("StartFanOut", "POST", "fanouts", "{\"ids\":\"2\"}", Header: ("Idempotency-Key", key)),
            new("StartFanOut", "POST", "fanouts", "{\"ids\":\"2-1\"}"), new("StartFanOut", "POST", "fanouts", "ids", "text/plain"),
            new("StartFanOut", "POST", "fanouts", $"{{\"ids\":\"{new string('1', 1 << 20)}\"}}"),
            new("ListFanOuts", "GET", "fanouts?top=3"), new("ListFanOuts", "GET", "fanouts?top=0"),
            .. Read("GetFanOut", "", done, runs), .. Read("GetEvents", "/events", done), .. Read("GetReport", "/report", done, runs),
            new("GetReport", "GET", $"fanouts/{done}/report", Header: ("If-None-Match", report.Headers.ETag!.ToString())),
            .. Read("ExportCharacters", "/characters", done, runs, bare), .. Read("ExportFailures", "/failures", done, runs),
            .. Formats("ExportCharacters", $"fanouts/{done}/characters"), .. Formats("ExportFailures", $"fanouts/{done}/failures"),
            .. Read("GetBatches", "/batches", done, runs), new("GetBatches", "GET", $"fanouts/{done}/batches?from=x"),
            new("GetChanges", "GET", $"fanouts/{done}/changes?since={done}"), new("GetChanges", "GET", $"fanouts/{done}/changes"),
            new("GetChanges", "GET", $"fanouts/{done}/changes?since=nobody"), new("GetChanges", "GET", $"fanouts/{runs}/changes?since={done}"),
            .. Changes("RetryFanOut", "/retry", done, runs),
            new("RetryFanOut", "POST", $"fanouts/{done}/retry", "{\"what\":[\"x\"]}"), new("RetryFanOut", "POST", $"fanouts/{done}/retry", "remaining", "text/plain"),
            new("RetryFanOut", "POST", $"fanouts/{done}/retry", $"{{\"what\":[\"{new string('x', 1 << 20)}\"]}}"),
            .. Changes("WakeFanOut", "/wake", undeletable, done),
            .. Changes("PauseFanOut", "/pause", runs, done),
            .. Changes("ResumeFanOut", "/resume", runs, done), .. Changes("CancelFanOut", "/cancel", runs, done),
            new("PutSchedule", "PUT", "schedules/document", Schedule), new("PutSchedule", "PUT", "schedules/document", Schedule),
            new("PutSchedule", "PUT", "schedules/document", "{}"), new("PutSchedule", "PUT", "schedules/document", "x", "text/plain"),
            new("PutSchedule", "PUT", "schedules/document", $"{{\"schedule\":\"{new string('1', 1 << 20)}\"}}"),
            new("ListSchedules", "GET", "schedules"), new("GetSchedule", "GET", "schedules/document"), new("GetSchedule", "GET", "schedules/nobody"),
            new("DeleteSchedule", "DELETE", "schedules/document"), new("DeleteSchedule", "DELETE", "schedules/document"),
            new("CancelFanOuts", "POST", "fanouts/cancel?label=nobody", "{}"), new("CancelFanOuts", "POST", "fanouts/cancel", "{}"),
            new("DeleteFanOuts", "DELETE", "fanouts?label=nobody%3Dx"), new("DeleteFanOuts", "DELETE", "fanouts?label=%21"),
            new("DeleteFanOut", "DELETE", $"fanouts/{undeletable}"),
            new("DeleteFanOut", "DELETE", $"fanouts/{done}"), new("DeleteFanOut", "DELETE", "fanouts/nobody"),
        ];
    }

    private static IEnumerable<ApiCall> Read(string operation, string part, params string[] ids) =>
        ids.Append("nobody").Select(id => new ApiCall(operation, "GET", $"fanouts/{id}{part}"));

    private static IEnumerable<ApiCall> Formats(string operation, string path) =>
    [
        new(operation, "GET", $"{path}?format=ndjson"), new(operation, "GET", $"{path}?format=csv"), new(operation, "GET", $"{path}?format=xml"),
        new(operation, "GET", path, Header: ("Accept", "image/png")),
    ];

    private static IEnumerable<ApiCall> Changes(string operation, string part, string right, string wrong) =>
        new[] { right, wrong, "nobody" }.Select(id => new ApiCall(operation, "POST", $"fanouts/{id}{part}", "{}"));

    private async Task<List<string>> CallAsync(Dictionary<string, JsonElement> operations, JsonSchemaCheck check, ApiCall call)
    {
        var wrong = new List<string>();
        if (call.Operation == "ResumeFanOut" && call.Path.EndsWith("/resume", StringComparison.Ordinal) && !call.Path.Contains("nobody", StringComparison.Ordinal))
        {
            // It is paused by the call before; the state shows it a moment later.
            await WhilePendingAsync(call);
        }

        using var answer = await SendAsync(call, null);
        await ExpectAsync(operations[call.Operation], check, call, answer, wrong);
        if (host.Key.Length > 0)
        {
            using var refused = await SendAsync(call, "");
            if (operations[call.Operation].GetProperty("security").GetArrayLength() > 0)
            {
                await ExpectAsync(operations[call.Operation], check, call, refused, wrong);
                Assert.Equal(401, (int)refused.StatusCode);
            }
            else
            {
                Assert.NotEqual(401, (int)refused.StatusCode);
            }
        }

        return wrong;
    }

    private async Task WhilePendingAsync(ApiCall call)
    {
        var id = call.Path.Split('/')[1];
        await host.UntilAsync(id, s => s.GetProperty("status").GetString() is "paused" or "completed");
    }

    private Task<HttpResponseMessage> SendAsync(ApiCall call, string? key) => host.SendAsync(
        new HttpMethod(call.Method), $"api/{call.Path}", call.Body is null ? null : new StringContent(call.Body, Encoding.UTF8, call.MediaType),
        key, call.Header is { } header ? [header] : []);

    private async Task ExpectAsync(JsonElement operation, JsonSchemaCheck check, ApiCall call, HttpResponseMessage answer, List<string> wrong)
    {
        var status = (int)answer.StatusCode;
        var what = $"{call.Method} {call.Path[..Math.Min(call.Path.Length, 80)]} ({call.Operation}): {status}";
        seen.Add($"{call.Operation} {status}");
        if (!operation.GetProperty("responses").TryGetProperty($"{status}", out var response))
        {
            wrong.Add($"{what} is not in the document");
            return;
        }

        if (response.TryGetProperty("headers", out var headers))
        {
            wrong.AddRange(headers.EnumerateObject().Where(h => !answer.Headers.Contains(h.Name)).Select(h => $"{what} has no {h.Name}"));
        }

        var text = await answer.Content.ReadAsStringAsync();
        var mediaType = answer.Content.Headers.ContentType?.MediaType;
        if (!response.TryGetProperty("content", out var content))
        {
            if (text.Length > 0)
            {
                wrong.Add($"{what} has a body that is not in the document");
            }
        }
        else if (status == 401 && text.Length == 0)
        {
            // Microsoft's host has nothing to say.
        }
        else if (mediaType is null || !content.TryGetProperty(mediaType, out var body))
        {
            wrong.Add($"{what} is {mediaType}, which is not in the document");
        }
        else if (body.TryGetProperty("schema", out var schema))
        {
            wrong.AddRange(check.Check(schema, JsonSerializer.Deserialize<JsonElement>(text)).Select(error => $"{what}: {error}"));
        }
    }
}
