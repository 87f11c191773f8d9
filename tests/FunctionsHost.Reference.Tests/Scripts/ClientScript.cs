using FunctionsHost.Reference.Tests.Comparing;
using FunctionsHost.Reference.Tests.Hosts;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FunctionsHost.Reference.Tests.Scripts;

/// <summary>Every call of the durable client, as functions in the worker make them.</summary>
internal sealed class ClientScript(Host host, Answers answers) : Script(host, answers)
{
    public override async Task RunAsync() => await Task.WhenAll(StartsAsync(), UnknownAsync(), RunningAsync(), TwiceAsync(), OverAsync(), QueriesAsync());

    private async Task StartsAsync()
    {
        await NoteAsync("client: start", async () => await Client.ScheduleNewOrchestrationInstanceAsync("EchoFlow", new { a = 1 }, new StartOrchestrationOptions("client-started")));
        await NoteAsync("client: wait for start", async () => Of(await Client.WaitForInstanceStartAsync("client-started", getInputsAndOutputs: false)) is not null);
        await NoteAsync("client: wait for completion", async () => Of(await Client.WaitForInstanceCompletionAsync("client-started", getInputsAndOutputs: true)));
        await NoteAsync("client: start one that is over", async () => await Client.ScheduleNewOrchestrationInstanceAsync("EchoFlow", 1, new StartOrchestrationOptions("client-started")));
        await UntilOverAsync("client-started");
        await NoteAsync("client: start one that is over and to be kept", async () => await Client.ScheduleNewOrchestrationInstanceAsync(
            "EchoFlow", 1, new StartOrchestrationOptions("client-started").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed)));
        await NoteAsync("client: start an unknown one", async () => await Client.ScheduleNewOrchestrationInstanceAsync("Nobody", 1, new StartOrchestrationOptions("client-unknown-name")));
        await NoteAsync("client: failure", async () => Of(await Client.WaitForInstanceCompletionAsync("client-unknown-name", getInputsAndOutputs: true)));
    }

    private async Task UnknownAsync()
    {
        await NoteAsync("client: get, unknown", async () => Of(await Client.GetInstanceAsync("nobody")));
        await NoteAsync("client: history, unknown", async () => await Client.GetOrchestrationHistoryAsync("nobody"));
        await CallsAsync("unknown", "nobody");
    }

    private async Task OverAsync()
    {
        await StartAsync("EchoFlow", "client-over", "1");
        await CallsAsync("over", "client-over");
    }

    private async Task CallsAsync(string state, string id)
    {
        await NoteAsync($"client: event, {state}", () => Client.RaiseEventAsync(id, "Other", 1));
        await NoteAsync($"client: suspend, {state}", () => Client.SuspendInstanceAsync(id, "x"));
        await NoteAsync($"client: resume, {state}", () => Client.ResumeInstanceAsync(id, "x"));
        await NoteAsync($"client: terminate, {state}", () => Client.TerminateInstanceAsync(id, "x"));
        await NoteAsync($"client: rewind, {state}", () => Client.RewindInstanceAsync(id, "x"));
        await NoteAsync($"client: restart under a new id, {state}", async () => (await Client.RestartAsync(id, restartWithNewInstanceId: true)).Length);
        await NoteAsync($"client: restart under the same id, {state}", async () => await Client.RestartAsync(id));
        if (state == "over")
        {
            await UntilOverAsync(id);
        }

        await NoteAsync($"client: purge, {state}", async () => await Client.PurgeInstanceAsync(id));
        await NoteAsync($"client: purge with children, {state}", async () => await Client.PurgeInstanceAsync(id, new PurgeInstanceOptions(Recursive: true)));
    }

    private async Task RunningAsync()
    {
        await StartAsync("WaitFlow", "client-running", "{\"a\": 1}", until: "Running");
        await NoteAsync("client: start one that runs", async () => await Client.ScheduleNewOrchestrationInstanceAsync("EchoFlow", 1, new StartOrchestrationOptions("client-running")));
        await NoteAsync("client: get, running", async () => Of(await Client.GetInstanceAsync("client-running", getInputsAndOutputs: true)));
        await NoteAsync("client: get without inputs", async () => Of(await Client.GetInstanceAsync("client-running")));
        await NoteAsync("client: rewind, running", () => Client.RewindInstanceAsync("client-running", "x"));
        await NoteAsync("client: restart, running", async () => await Client.RestartAsync("client-running"));
        await NoteAsync("client: purge, running", async () => await Client.PurgeInstanceAsync("client-running"));
        await NoteAsync("client: suspend", () => Client.SuspendInstanceAsync("client-running", "lunch"));
        await UntilAsync("client-running", "Suspended");
        await NoteAsync("client: get, suspended", async () => Of(await Client.GetInstanceAsync("client-running", getInputsAndOutputs: true)));
        await NoteAsync("client: resume", () => Client.ResumeInstanceAsync("client-running"));
        await UntilAsync("client-running", "Running");
        await NoteAsync("client: event without a value", () => Client.RaiseEventAsync("client-running", "Other"));
        await NoteAsync("client: event", () => Client.RaiseEventAsync("client-running", "Other", new { a = "ä" }));
        await NoteAsync("client: terminate", () => Client.TerminateInstanceAsync("client-running", new { why = "enough" }));
        await UntilOverAsync("client-running");
        await ShowAsync("client: terminated", "client-running");
    }

    private async Task TwiceAsync()
    {
        await StartAsync("WaitFlow", "client-twice", until: "Running");
        await NoteAsync("client: resume, running", () => Client.ResumeInstanceAsync("client-twice"));
        await Client.SuspendInstanceAsync("client-twice");
        await UntilAsync("client-twice", "Suspended");
        await NoteAsync("client: suspend, suspended", () => Client.SuspendInstanceAsync("client-twice", "again"));
        await NoteAsync("client: terminate, suspended", () => Client.TerminateInstanceAsync("client-twice"));
        await UntilOverAsync("client-twice");
    }

    private async Task QueriesAsync()
    {
        foreach (var i in Enumerable.Range(0, 3))
        {
            await StartAsync(i == 1 ? "OwnFailure" : "EchoFlow", $"client-list-{i}", "{\"a\": 1}");
        }

        await ListAsync("client: list", new OrchestrationQuery { InstanceIdPrefix = "client-list-" });
        await ListAsync("client: list with inputs", new OrchestrationQuery { InstanceIdPrefix = "client-list-", FetchInputsAndOutputs = true });
        await ListAsync("client: list by status", new OrchestrationQuery { InstanceIdPrefix = "client-list-", Statuses = [OrchestrationRuntimeStatus.Failed] });
        await ListAsync("client: list in pages", new OrchestrationQuery { InstanceIdPrefix = "client-list-", PageSize = 1 });
        await ListAsync("client: list by time", new OrchestrationQuery { InstanceIdPrefix = "client-list-", CreatedTo = DateTimeOffset.UnixEpoch });
        await NoteAsync("client: list, unusable continuation", async () => await PagesAsync(new OrchestrationQuery { ContinuationToken = "nonsense" }));
        await NoteAsync("client: purge nobody", async () => await Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1))));
    }

    private Task ListAsync(string call, OrchestrationQuery query) => NoteAsync(call, async () => await PagesAsync(query));

    private async Task<object?> PagesAsync(OrchestrationQuery query)
    {
        var pages = new List<object>();
        await foreach (var page in Client.GetAllInstancesAsync(query).AsPages())
        {
            pages.Add(page.Values.Select(Of).ToList());
        }

        return pages;
    }
}
