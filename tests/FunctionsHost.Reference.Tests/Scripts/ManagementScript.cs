using FunctionsHost.Reference.Tests.Comparing;
using FunctionsHost.Reference.Tests.Hosts;

namespace FunctionsHost.Reference.Tests.Scripts;

/// <summary>Every call of the management API on instances in every state, and calls that are not as they should be.</summary>
internal sealed class ManagementScript(Host host, Answers answers) : Script(host, answers)
{
    public override async Task RunAsync()
    {
        await Task.WhenAll(StartsAsync(), StatusesAsync(), OverAsync(), UnknownAsync(), RunningAsync(), PendingAsync(), ParentAsync(), RewindAsync(), RestartAsync(), PurgeAsync());
        await ListsAsync();
        await PurgesAsync();
    }

    private async Task StartsAsync()
    {
        await PostAsync("start without an id", "orchestrators/Self");
        await PostAsync("start with an id of many characters", "orchestrators/Self/a%20b%C3%A4%2Fc%3Fd");
        await PostAsync("start with an id of an entity", "orchestrators/Self/@a@b");
        await PostAsync("start, not JSON", "orchestrators/Self/not-json", "nonsense");
        await PostAsync("start, empty body", "orchestrators/Self/empty-body", "");
        await CallAsync("start, text", HttpMethod.Post, "orchestrators/Self/text", "1", "text/plain");
        await CallAsync("start with GET", HttpMethod.Get, "orchestrators/Self/get");
        await PostAsync("start with a slash at the end", "orchestrators/Self/");
        await PostAsync("start without a name", "orchestrators");
        await PostAsync("start and wait", "orchestrators/EchoFlow/waited?timeout=60&pollingInterval=1", "[1]");
        await PostAsync("start and wait, it fails", "orchestrators/OwnFailure/waited-failure?timeout=60&pollingInterval=1");
        await PostAsync("start and wait, too short", "orchestrators/WaitFlow/waited-in-vain?timeout=0&pollingInterval=0");
        await PostAsync("start and wait, no number", "orchestrators/Self/no-number?timeout=long");
        await StartAsync("Self", "over");
        await PostAsync("start, id is over", "orchestrators/EchoFlow/over", "1");
        await UntilOverAsync("over");
        await GetAsync("start, id is over: then", "instances/over?showHistory=true");
    }

    private async Task StatusesAsync()
    {
        await StartAsync("EchoFlow", "shown", "{\"a\": 1}");
        await StartAsync("OwnFailure", "shown-failure");
        await GetAsync("status", "instances/shown");
        await GetAsync("status without input", "instances/shown?showInput=false");
        await GetAsync("status, switch in capitals", "instances/shown?SHOWINPUT=FALSE");
        await GetAsync("status, switch that is neither", "instances/shown?showInput=perhaps");
        await GetAsync("status, switch without a value", "instances/shown?showHistory");
        await GetAsync("status, unknown parameter", "instances/shown?what=ever");
        await GetAsync("history without output", "instances/shown?showHistory=true");
        await GetAsync("history without input", "instances/shown?showHistory=true&showInput=false");
        await GetAsync("history, output alone", "instances/shown?showHistoryOutput=true");
        await GetAsync("failure as an error", "instances/shown-failure?returnInternalServerErrorOnFailure=true");
        await GetAsync("failure's history without output", "instances/shown-failure?showHistory=true");
        await GetAsync("status with a slash at the end", "instances/shown/");
        await GetAsync("status, other case", "instances/SHOWN");
    }

    private async Task OverAsync()
    {
        await StartAsync("EchoFlow", "done", "1");
        await CallsAsync("over", "done");
    }

    private async Task UnknownAsync()
    {
        await GetAsync("status, unknown", "instances/nobody");
        await CallsAsync("unknown", "nobody");
        await PostAsync("restart, unknown", "instances/nobody/restart");
        await DeleteAsync("purge, unknown", "instances/nobody");
        await GetAsync("other path", "nothing/here");
        await GetAsync("other operation", "instances/nobody/nothing");
        await PostAsync("other operation, POST", "instances/nobody/nothing");
        await CallAsync("other method", HttpMethod.Put, "instances/nobody", "{}");
        await PostAsync("POST to a status", "instances/nobody", "{}");
        await GetAsync("GET of an operation", "instances/nobody/terminate");
        await PostAsync("event without a name", "instances/nobody/raiseEvent", "{}");
    }

    private async Task CallsAsync(string state, string id)
    {
        foreach (var operation in new[] { "raiseEvent/E", "suspend?reason=x", "resume?reason=x", "terminate?reason=x", "rewind?reason=x" })
        {
            await PostAsync($"{operation.Split('?', '/')[0]}, {state}", $"instances/{id}/{operation}", "{}");
        }
    }

    private async Task RunningAsync()
    {
        await StartAsync("WaitFlow", "running", "1", until: "Running");
        await GetAsync("running: status", "instances/running?showHistory=true");
        await PostAsync("running: start", "orchestrators/WaitFlow/running");
        await PostAsync("running: rewind", "instances/running/rewind?reason=x");
        await PostAsync("running: restart", "instances/running/restart?restartWithNewInstanceId=false");
        await DeleteAsync("running: purge", "instances/running");
        await PostAsync("running: resume", "instances/running/resume?reason=x");
        await PostAsync("running: event, not JSON", "instances/running/raiseEvent/Other", "nonsense");
        await CallAsync("running: event, text", HttpMethod.Post, "instances/running/raiseEvent/Other", "1", "text/plain");
        await PostAsync("running: event, empty", "instances/running/raiseEvent/Other", "");
        await PostAsync("running: event, no body", "instances/running/raiseEvent/Other");
        await PostAsync("running: suspend", "instances/running/suspend?reason=%22lunch%22%20%26%20more");
        await UntilAsync("running", "Suspended");
        await GetAsync("suspended: status", "instances/running");
        await PostAsync("suspended: suspend", "instances/running/suspend?reason=again");
        await PostAsync("suspended: start", "orchestrators/WaitFlow/running");
        await DeleteAsync("suspended: purge", "instances/running");
        await PostAsync("suspended: event", "instances/running/raiseEvent/Other", "2");
        await PostAsync("suspended: resume", "instances/running/resume");
        await UntilAsync("running", "Running");
        await GetAsync("resumed: status", "instances/running");
        await PostAsync("running: terminate", "instances/running/terminate?reason=enough%20of%20it");
        await UntilOverAsync("running");
        await GetAsync("terminated: status", "instances/running");
        await CallsAsync("terminated", "running");
        await StartAsync("WaitFlow", "terminated-without-reason", until: "Running");
        await PostAsync("terminate without a reason", "instances/terminated-without-reason/terminate");
        await UntilOverAsync("terminated-without-reason");
        await ShowAsync("terminated without a reason", "terminated-without-reason");
        await StartAsync("WaitFlow", "suspended-and-terminated", until: "Running");
        await PostAsync("suspend, to terminate", "instances/suspended-and-terminated/suspend?reason=first");
        await UntilAsync("suspended-and-terminated", "Suspended");
        await PostAsync("suspended: terminate", "instances/suspended-and-terminated/terminate?reason=then");
        await UntilOverAsync("suspended-and-terminated");
        await ShowAsync("suspended and terminated", "suspended-and-terminated");
    }

    private async Task PendingAsync()
    {
        await NoteAsync("pending: start", async () => await Client.ScheduleNewOrchestrationInstanceAsync(
            "Self", "input", new Microsoft.DurableTask.StartOrchestrationOptions("pending", DateTimeOffset.UtcNow.AddDays(1))));
        await GetAsync("pending: status", "instances/pending?showHistory=true");
        await PostAsync("pending: start again", "orchestrators/Self/pending");
        await PostAsync("pending: rewind", "instances/pending/rewind");
        await DeleteAsync("pending: purge", "instances/pending");
    }

    private async Task ParentAsync()
    {
        await StartAsync("CallsChild", "ended-parent", "\"WaitFlow\"", until: "Running");
        await UntilAsync("ended-parent:child", "Running");
        await GetAsync("waiting parent", "instances/ended-parent?showHistory=true");
        await PostAsync("terminate a parent", "instances/ended-parent/terminate?reason=parent");
        await UntilOverAsync("ended-parent");
        await GetAsync("child of a terminated parent", "instances/ended-parent:child");
        await PostAsync("event to a child", "instances/ended-parent:child/raiseEvent/Go", "\"go\"");
        await UntilOverAsync("ended-parent:child");
        await ShowAsync("child that outlived its parent", "ended-parent:child");
        await ShowAsync("terminated parent", "ended-parent");
    }

    private async Task RewindAsync()
    {
        await StartAsync("FlakyFlow", "rewound");
        await PostAsync("rewind", "instances/rewound/rewind?reason=mended");
        await UntilOverAsync("rewound");
        await UntilAsync("rewound", "Completed");
        await ShowAsync("rewound", "rewound");
        await StartAsync("CallsChild", "rewound-parent", "\"FlakyFlow\"");
        await PostAsync("rewind a parent", "instances/rewound-parent/rewind");
        await UntilAsync("rewound-parent", "Completed");
        await ShowAsync("rewound parent", "rewound-parent");
        await ShowAsync("rewound child", "rewound-parent:child");
    }

    private async Task RestartAsync()
    {
        await StartAsync("EchoFlow", "restarted", "{\"a\": 1}");
        await PostAsync("restart under a new id", "instances/restarted/restart?restartWithNewInstanceId=true");
        await PostAsync("restart, id not said", "instances/restarted/restart");
        await PostAsync("restart, switch that is neither", "instances/restarted/restart?restartWithNewInstanceId=perhaps");
        await PostAsync("restart under the same id", "instances/restarted/restart?restartWithNewInstanceId=false");
        await UntilOverAsync("restarted");
        await ShowAsync("restarted", "restarted");
    }

    private async Task PurgeAsync()
    {
        await StartAsync("EchoFlow", "purged", "1");
        await DeleteAsync("purge", "instances/purged");
        await DeleteAsync("purge again", "instances/purged");
        await GetAsync("status, purged", "instances/purged");
        await StartAsync("ParentFlow", "purged-parent");
        await DeleteAsync("purge a parent", "instances/purged-parent");
        await GetAsync("child of a purged parent", "instances/purged-parent:child");
    }

    private async Task ListsAsync()
    {
        foreach (var i in Enumerable.Range(0, 5))
        {
            await StartAsync(i == 3 ? "OwnFailure" : "EchoFlow", $"list-{i}", "{\"a\": 1}");
        }

        await StartAsync("WaitFlow", "list-5", "\"text\"", until: "Running");
        await GetAsync("list", "instances?instanceIdPrefix=list-");
        await GetAsync("list without inputs", "instances?instanceIdPrefix=list-&showInput=false");
        await GetAsync("list with a slash at the end", "instances/?instanceIdPrefix=list-4");
        await GetAsync("list of nobody", "instances?instanceIdPrefix=nobody");
        await GetAsync("list by status", "instances?instanceIdPrefix=list-&runtimeStatus=Failed");
        await GetAsync("list by statuses", "instances?instanceIdPrefix=list-&runtimeStatus=Failed,Running");
        await GetAsync("list by statuses, each for itself", "instances?instanceIdPrefix=list-&runtimeStatus=Failed&runtimeStatus=Running");
        await GetAsync("list by status in small letters", "instances?instanceIdPrefix=list-&runtimeStatus=failed");
        await GetAsync("list by unknown status", "instances?instanceIdPrefix=list-&runtimeStatus=Fast");
        await GetAsync("list by a time before", "instances?instanceIdPrefix=list-&createdTimeTo=2001-01-01T00:00:00Z");
        await GetAsync("list by a time after", "instances?instanceIdPrefix=list-5&createdTimeFrom=2001-01-01T00:00:00Z");
        await GetAsync("list by no time", "instances?instanceIdPrefix=list-5&createdTimeFrom=yesterday");
        await GetAsync("list, top of nothing", "instances?instanceIdPrefix=list-&top=0");
        await GetAsync("list, top below nothing", "instances?instanceIdPrefix=list-&top=-1");
        await GetAsync("list, top that is no number", "instances?instanceIdPrefix=list-5&top=many");
        await GetAsync("list, top of more than there are", "instances?instanceIdPrefix=list-&top=7");
        await GetAsync("list, top of all there are", "instances?instanceIdPrefix=list-&top=6");
        await PagesAsync();
        await CallAsync("list, unusable continuation", HttpMethod.Get, "instances?instanceIdPrefix=list-", continuation: "nonsense");
    }

    private async Task PagesAsync()
    {
        string? continuation = null;
        for (var page = 1; page == 1 || continuation is not null; page++)
        {
            using var answer = await SendAsync(HttpMethod.Get, "instances?instanceIdPrefix=list-&top=4", continuation: continuation);
            await Answers.AddAsync($"page {page}", answer);
            continuation = answer.Headers.TryGetValues("x-ms-continuation-token", out var next) && next.First() is { Length: > 0 } token ? token : null;
        }
    }

    private async Task PurgesAsync()
    {
        await DeleteAsync("purge many without a time", "instances");
        await DeleteAsync("purge many by no time", "instances?createdTimeFrom=yesterday");
        await DeleteAsync("purge many of nobody", "instances?createdTimeFrom=2000-01-01T00:00:00Z&createdTimeTo=2001-01-01T00:00:00Z");
        await DeleteAsync("purge many that run", "instances?createdTimeFrom=2000-01-01T00:00:00Z&runtimeStatus=Running");
        await DeleteAsync("purge many by unknown status", "instances?createdTimeFrom=2000-01-01T00:00:00Z&createdTimeTo=2001-01-01T00:00:00Z&runtimeStatus=Fast");
        await DeleteAsync("purge those that failed", "instances?createdTimeFrom=2000-01-01T00:00:00Z&runtimeStatus=Failed");
        await DeleteAsync("purge the others", "instances?createdTimeFrom=2000-01-01T00:00:00Z&runtimeStatus=Completed,Terminated");
        await GetAsync("list after purges", "instances?instanceIdPrefix=list-");
    }
}
