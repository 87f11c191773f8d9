using System.Globalization;
using System.Text;
using CsCheck;

namespace CharacterFanOut.EndToEnd.BlackBox;

/// <summary>Throws anything at every endpoint of the app: it answers, never with a 5xx, and its task hub is whole afterwards.</summary>
[Trait("suite", "blackbox")]
[Collection(BlackBoxCollection.Name)]
public sealed class FuzzTests(BlackBoxHost host)
{
    private const string Instances = "runtime/webhooks/durabletask/instances";
    private const string Starts = "runtime/webhooks/durabletask/orchestrators";

    private static readonly string[] Paths =
    [
        "api/fanouts", "api/fanouts/{0}", "api/fanouts/{0}/report", "api/fanouts/{0}/characters", "api/fanouts/{0}/failures", "api/fanouts/{0}/batches",
        "api/fanouts/{0}/changes", "api/fanouts/{0}/pause", "api/fanouts/{0}/resume", "api/fanouts/{0}/cancel", "api/fanouts/{0}/retry", "api/fanouts/{0}/wake",
        "api/schedules", "api/schedules/{0}", "api/health", "api/openapi.json", "api/dashboard", "api/dashboard/{0}", "api/{0}/{1}",
        Instances, Instances + "/{0}", Instances + "/{0}/raiseEvent/{1}", Instances + "/{0}/terminate", Instances + "/{0}/suspend",
        Instances + "/{0}/resume", Instances + "/{0}/restart", Instances + "/{0}/rewind",
        Starts + "/FanOutOrchestrator/{0}", Starts + "/BatchOrchestrator/{0}", Starts + "/{1}/{0}",
    ];

    private static readonly string[] Queries =
    [
        "status", "from", "to", "top", "continuation", "format", "since", "showInput", "showHistory", "showHistoryOutput", "createdTimeFrom",
        "createdTimeTo", "runtimeStatus", "instanceIdPrefix", "reason", "restartWithNewInstanceId",
    ];

    private static readonly string[] Bodies =
    [
        "", "null", "1", "\"1\"", "[]", "{}", "{\"ids\":\"1-3\"}", "{\"ids\":[1,{\"from\":2,\"to\":4}],\"batchSize\":2}", "{\"ids\":\"1\",\"id\":\"fuzz-0\"}",
        "{\"ids\":\"1\",\"onFailure\":\"abort\",\"maxFailures\":-1}", "{\"ids\":\"999999999999999999999\"}", "{\"ids\":\"\\ud800\"}", "{\"ids\":{}}",
        "{\"ids\":\"1\",\"notifyUri\":\"https://[::1]/\"}", "{\"ids\":\"1\",\"id\":\"\\u0000\"}", "[[[[[[[[[[", "{\"a\":", "\0", "💥",
        "{\"request\":{\"ids\":\"1\"}}", "{\"request\":null}", "{\"request\":{\"ids\":\"1\",\"batchSize\":0,\"maxConcurrency\":-1}}",
        "{\"request\":{\"ids\":\"1-5\",\"notifyUri\":\"x\"},\"progress\":{}}", "{\"fanOutId\":null,\"ids\":\"1\",\"window\":-1}",
    ];

    private static readonly string[] Types =
        ["application/json", "application/json", "application/json; charset=utf-7", "application/problem+json", "text/plain", "x/y", "nonsense"];

    private static readonly string[] Headers =
        ["Idempotency-Key", "Accept", "If-None-Match", "If-Match", "x-ms-continuation-token", "Content-Encoding", "Range", "traceparent", "Origin"];

    // A few that come back, so that calls also meet what exists.
    private static readonly Gen<string> Id = Gen.OneOf(Gen.Int[0, 5].Select(i => $"fuzz-{i}"), Gen.OneOf("fuzz-0:0", "..", "%00", "a/b", "scheduled-x"), Gen.String[1, 40]);

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.OneOf("", "true", "0", "-1", "1", "csv", "running,failed", "Running", "2026-01-01T00:00:00Z", "0001-01-01", "9999-12-31T23:59:59Z", "99999999999999999999"),
        Gen.String[0, 40]);

    private static readonly Gen<ApiCall> Calls = Gen.Select(
        Gen.OneOf("GET", "GET", "POST", "POST", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS"),
        Gen.OneOf(Paths),
        Gen.Select(Id, Id),
        Gen.Select(Gen.OneOf(Queries), Value).List[0, 3],
        Gen.Select(Gen.OneOf(Gen.OneOf(Bodies), Gen.OneOf(Bodies), Gen.String[0, 200]), Gen.OneOf(Types)),
        Gen.Select(Gen.OneOf(Headers), Gen.OneOf(Gen.OneOf("*", "*/*;q=2", "text/csv", "\"x\"", "gzip", "bytes=0-1"), Gen.String[Gen.Char[' ', '~'], 0, 60])))
        .Select((method, path, ids, query, body, header) => new ApiCall(
            "", method, PathOf(path, ids.Item1, ids.Item2, query), method is "GET" or "HEAD" ? null : body.Item1, body.Item2, header));

    [Fact]
    public async Task AnyRequest_IsAnsweredAndTheTaskHubIsWhole()
    {
        await host.UpstreamAsync(new { });
        await Calls.SampleAsync(
            async call =>
            {
                using var answer = await SendAsync(call);
                var text = await answer.Content.ReadAsStringAsync();
                if (host.IsOurs || !call.Path.StartsWith("runtime/webhooks/", StringComparison.Ordinal))
                {
                    // The extension answers some nonsense with 500 and a trace; what is ours does not.
                    Assert.True((int)answer.StatusCode < 500, $"{call}: {(int)answer.StatusCode} {text}");
                    Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
                }
            },
            iter: 800,
            threads: 4);

        await EndAllAsync();
        await HistoriesLoadAsync();
        var id = await host.StartAsync(new { ids = "1-50" });
        var status = await host.UntilOverAsync(id);
        Assert.Equal(("completed", 50), (status.GetProperty("status").GetString(), status.GetProperty("fetched").GetInt32()));
        Assert.Contains(id, (await host.JsonAsync("api/fanouts")).GetProperty("fanOuts").EnumerateArray().Select(f => f.GetProperty("id").GetString()));
    }

    // What was started with nonsense may wait for ever; the tests after this one want the upstream for themselves.
    private async Task EndAllAsync()
    {
        foreach (var instance in await InstancesAsync("?runtimeStatus=Pending,Running,Suspended"))
        {
            using var ended = await host.PostAsync($"{Instances}/{instance}/terminate?reason=fuzz");
            Assert.True((int)ended.StatusCode < 500, $"{instance}: {ended.StatusCode}");
        }
    }

    private async Task HistoriesLoadAsync()
    {
        foreach (var instance in await InstancesAsync(""))
        {
            using var answer = await host.GetAsync($"{Instances}/{instance}?showHistory=true&showHistoryOutput=true");
            Assert.True((int)answer.StatusCode is 200 or 202 or 404 || !host.IsOurs, $"{instance}: {answer.StatusCode}");
        }
    }

    private async Task<List<string>> InstancesAsync(string query) =>
        [.. (await host.JsonAsync(Instances + query)).EnumerateArray().Select(instance => Uri.EscapeDataString(instance.GetProperty("instanceId").GetString()!))];

    private Task<HttpResponseMessage> SendAsync(ApiCall call)
    {
        ByteArrayContent? content = null;
        if (call.Body is { } body)
        {
            content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", call.MediaType);
        }

        return host.SendAsync(new HttpMethod(call.Method), call.Path, content, null, call.Header!.Value);
    }

    private static string PathOf(string path, string one, string other, List<(string Name, string Value)> query) =>
        string.Format(CultureInfo.InvariantCulture, path, Escape(one), Escape(other))
        + (query.Count == 0 ? "" : "?" + string.Join('&', query.Select(pair => $"{pair.Name}={Escape(pair.Value)}")));

    // Half a surrogate pair cannot be written in an address.
    private static string Escape(string text) => Uri.EscapeDataString(new string([.. text.Where(letter => !char.IsSurrogate(letter))]));
}
