using System.Net.Http.Json;
using System.Text;

namespace CharacterFanOut.EndToEnd.BlackBox.Answers;

/// <summary>Every call of the durable management API, on instances in every state, one after another.</summary>
/// <param name="host">The host.</param>
internal sealed class ManagementScript(BlackBoxHost host)
{
    private const string Api = "runtime/webhooks/durabletask";
    private const string Start = $"{Api}/orchestrators/FanOutOrchestrator";

    private readonly string run = BlackBoxHost.NewId();
    private readonly List<RecordedAnswer> answers = [];
    private AnswerNormalizer normalizer = null!;

    private string Done => run + "-done";

    private string Failed => run + "-failed";

    private string Running => run + "-running";

    private string Stranger => run + "-stranger";

    private string Waiter => run + "-waiter";

    private string Unknown => run + "-unknown";

    /// <summary>Makes every call, and gives the answers in their order.</summary>
    public async Task<List<RecordedAnswer>> RunAsync()
    {
        normalizer = new(host.Address, new Dictionary<string, string>
        {
            [Done] = "done", [Failed] = "failed", [Running] = "running", [Stranger] = "stranger", [Waiter] = "waiter", [Unknown] = "unknown", [run] = "prefix",
        });
        await host.UpstreamAsync(new { });
        await StartsAsync();
        await StatusOfWhatIsOverAsync();
        await CallsOnWhatIsOverAsync();
        await CallsOnNobodyAsync();
        await ListsAsync();
        await host.UpstreamAsync(new { ids = new Dictionary<string, object> { ["2"] = new { status = 429, retryAfter = 11, times = 1 } } });
        await HistoryOfABatchThatWaitsAsync();
        await host.UpstreamAsync(new { latency = "fixed:2s" });
        await CallsOnWhatRunsAsync();
        await PurgesAsync();
        return answers;
    }

    private async Task StartsAsync()
    {
        await CallAsync("no key", HttpMethod.Get, $"{Api}/instances/{Unknown}", key: "");
        await CallAsync("wrong key", HttpMethod.Get, $"{Api}/instances/{Unknown}", key: "wrong");
        await CallAsync("start", HttpMethod.Post, $"{Start}/{Done}", Request("1-3"));
        await host.UntilInstanceAsync(Done, "Completed");
        await CallAsync("start, input without a request", HttpMethod.Post, $"{Start}/{Failed}", JsonContent.Create(new { request = (object?)null }));
        await host.UntilInstanceAsync(Failed, "Failed");
        await CallAsync("start, no such orchestrator", HttpMethod.Post, $"{Api}/orchestrators/NoSuchOrchestrator/{Stranger}");
        await host.UntilInstanceAsync(Stranger, "Failed");
        await CallAsync("start, no id", HttpMethod.Post, $"{Api}/orchestrators/NoSuchOrchestrator");
        await CallAsync("start, not JSON", HttpMethod.Post, $"{Start}/{Unknown}", Text("nonsense", "application/json"));
        await CallAsync("start with GET", HttpMethod.Get, $"{Start}/{Unknown}");
    }

    private async Task StatusOfWhatIsOverAsync()
    {
        await CallAsync("status of a completed one", HttpMethod.Get, $"{Api}/instances/{Done}");
        await CallAsync("its status without input", HttpMethod.Get, $"{Api}/instances/{Done}?showInput=false");
        await CallAsync("its history", HttpMethod.Get, $"{Api}/instances/{Done}?showHistory=true");
        await CallAsync("its history with outputs", HttpMethod.Get, $"{Api}/instances/{Done}?showHistory=true&showHistoryOutput=true");
        await CallAsync("status of a failed one", HttpMethod.Get, $"{Api}/instances/{Failed}");
        await CallAsync("the same as an error", HttpMethod.Get, $"{Api}/instances/{Failed}?returnInternalServerErrorOnFailure=true");
        await CallAsync("history of a failed one", HttpMethod.Get, $"{Api}/instances/{Failed}?showHistory=true&showHistoryOutput=true");
        await CallAsync("status of one without orchestrator", HttpMethod.Get, $"{Api}/instances/{Stranger}");
        await CallAsync("status, a switch that is neither true nor false", HttpMethod.Get, $"{Api}/instances/{Done}?showInput=perhaps");
    }

    private async Task CallsOnWhatIsOverAsync()
    {
        foreach (var call in new[] { "raiseEvent/E", "terminate?reason=x", "suspend?reason=x", "resume?reason=x", "rewind?reason=x" })
        {
            await CallAsync($"{call.Split('?', '/')[0]}, over", HttpMethod.Post, $"{Api}/instances/{Done}/{call}", Text("{}", "application/json"));
        }

        await CallAsync("restart under a new id", HttpMethod.Post, $"{Api}/instances/{Failed}/restart?restartWithNewInstanceId=true");
        await CallAsync("restart, id not said", HttpMethod.Post, $"{Api}/instances/{Failed}/restart");
        await CallAsync("restart under the same id", HttpMethod.Post, $"{Api}/instances/{Failed}/restart?restartWithNewInstanceId=false");
        await host.UntilInstanceAsync(Failed, "Failed");
    }

    private async Task CallsOnNobodyAsync()
    {
        await CallAsync("status, unknown", HttpMethod.Get, $"{Api}/instances/{Unknown}");
        foreach (var call in new[] { "raiseEvent/E", "terminate?reason=x", "suspend?reason=x", "resume?reason=x", "rewind?reason=x", "restart" })
        {
            await CallAsync($"{call.Split('?', '/')[0]}, unknown", HttpMethod.Post, $"{Api}/instances/{Unknown}/{call}", Text("{}", "application/json"));
        }

        await CallAsync("purge, unknown", HttpMethod.Delete, $"{Api}/instances/{Unknown}");
        await CallAsync("other path", HttpMethod.Get, $"{Api}/nothing/here");
        await CallAsync("other path below an instance", HttpMethod.Get, $"{Api}/instances/{Done}/nothing");
        await CallAsync("other method", HttpMethod.Put, $"{Api}/instances/{Done}", Text("{}", "application/json"));
    }

    private async Task ListsAsync()
    {
        await CallAsync("list by prefix", HttpMethod.Get, $"{Api}/instances?instanceIdPrefix={Stranger}");
        await CallAsync("list of a batch", HttpMethod.Get, $"{Api}/instances?instanceIdPrefix={Done}:");
        await CallAsync("list by prefix, nobody", HttpMethod.Get, $"{Api}/instances?instanceIdPrefix={Unknown}");
        await CallAsync("list without inputs", HttpMethod.Get, $"{Api}/instances?instanceIdPrefix={Failed}&showInput=false");
        await CallAsync("list by statuses", HttpMethod.Get, $"{Api}/instances?instanceIdPrefix={Failed}&runtimeStatus=Failed,Terminated");
        await CallAsync("list by another status", HttpMethod.Get, $"{Api}/instances?instanceIdPrefix={Failed}&runtimeStatus=Completed");
        await CallAsync("list, first of more", HttpMethod.Get, $"{Api}/instances?instanceIdPrefix={Failed}&top=1");
        await CallAsync("list, unknown status", HttpMethod.Get, $"{Api}/instances?instanceIdPrefix={Failed}&runtimeStatus=Fast");
        await CallAsync("list, no time", HttpMethod.Get, $"{Api}/instances?instanceIdPrefix={Failed}&createdTimeFrom=yesterday");
        await CallAsync("list, no number", HttpMethod.Get, $"{Api}/instances?instanceIdPrefix={Failed}&top=many");
    }

    private async Task HistoryOfABatchThatWaitsAsync()
    {
        await CallAsync("start, to be throttled", HttpMethod.Post, $"{Start}/{Waiter}", Request("1-2", maxConcurrency: 1));
        await host.UntilInstanceAsync(Waiter, "Completed");
        await CallAsync("history of a batch with a timer", HttpMethod.Get, $"{Api}/instances/{Waiter}:000000?showHistory=true");
    }

    private async Task CallsOnWhatRunsAsync()
    {
        await CallAsync("start, to run on", HttpMethod.Post, $"{Start}/{Running}", Request("1-2000"));
        await host.UntilInstanceAsync(Running, "Running");
        await CallAsync("start, id runs", HttpMethod.Post, $"{Start}/{Running}", Request("1-2000"));
        await CallAsync("status of a running one", HttpMethod.Get, $"{Api}/instances/{Running}");
        await CallAsync("raise an event", HttpMethod.Post, $"{Api}/instances/{Running}/raiseEvent/Nobody", Text("{}", "application/json"));
        await CallAsync("raise an event without a body", HttpMethod.Post, $"{Api}/instances/{Running}/raiseEvent/Nobody");
        await CallAsync("raise an event, not JSON", HttpMethod.Post, $"{Api}/instances/{Running}/raiseEvent/Nobody", Text("nonsense", "application/json"));
        await CallAsync("raise an event, text", HttpMethod.Post, $"{Api}/instances/{Running}/raiseEvent/Nobody", Text("{}", "text/plain"));
        await CallAsync("rewind, running", HttpMethod.Post, $"{Api}/instances/{Running}/rewind?reason=x");
        await CallAsync("restart, running", HttpMethod.Post, $"{Api}/instances/{Running}/restart?restartWithNewInstanceId=false");
        await CallAsync("purge, running", HttpMethod.Delete, $"{Api}/instances/{Running}");
        await CallAsync("resume, running", HttpMethod.Post, $"{Api}/instances/{Running}/resume?reason=x");
        await CallAsync("suspend", HttpMethod.Post, $"{Api}/instances/{Running}/suspend?reason=lunch");
        await host.UntilInstanceAsync(Running, "Suspended");
        await CallAsync("status of a suspended one", HttpMethod.Get, $"{Api}/instances/{Running}");
        await CallAsync("suspend, suspended", HttpMethod.Post, $"{Api}/instances/{Running}/suspend?reason=again");
        await CallAsync("raise an event, suspended", HttpMethod.Post, $"{Api}/instances/{Running}/raiseEvent/Nobody", Text("{}", "application/json"));
        await CallAsync("resume", HttpMethod.Post, $"{Api}/instances/{Running}/resume?reason=back");
        await host.UntilInstanceAsync(Running, "Running");
        await CallAsync("terminate", HttpMethod.Post, $"{Api}/instances/{Running}/terminate?reason=enough");
        await host.UntilInstanceAsync(Running, "Terminated");
        await CallAsync("status of a terminated one", HttpMethod.Get, $"{Api}/instances/{Running}");
        await CallAsync("history of a terminated one", HttpMethod.Get, $"{Api}/instances/{Running}?showHistory=true&showHistoryOutput=true");
    }

    private async Task PurgesAsync()
    {
        await CallAsync("purge", HttpMethod.Delete, $"{Api}/instances/{Failed}");
        await CallAsync("purge, again", HttpMethod.Delete, $"{Api}/instances/{Failed}");
        await CallAsync("status, purged", HttpMethod.Get, $"{Api}/instances/{Failed}");
        await CallAsync("purge many, no time", HttpMethod.Delete, $"{Api}/instances");
        await CallAsync(
            "purge many, nobody", HttpMethod.Delete, $"{Api}/instances?createdTimeFrom=2000-01-01T00:00:00Z&createdTimeTo=2001-01-01T00:00:00Z");
    }

    private static JsonContent Request(string ids, int maxConcurrency = 20) => JsonContent.Create(
        new { request = new { ids, batchSize = 100, maxConcurrency, onFailure = "continue", maxFailures = 0, saveCharacters = true } });

    private static StringContent Text(string text, string mediaType) => new(text, Encoding.UTF8, mediaType);

    private async Task CallAsync(string name, HttpMethod method, string path, HttpContent? content = null, string? key = null)
    {
        using var answer = await host.SendAsync(method, path, content, key);
        answers.Add(new(name, await normalizer.TextOfAsync(method, path, answer)));
    }
}
