using FunctionsHost.Reference.Tests.Comparing;
using FunctionsHost.Reference.Tests.Hosts;

namespace FunctionsHost.Reference.Tests.Scripts;

/// <summary>Orchestrations of every kind, run to their end; their statuses and histories are noted.</summary>
internal sealed class ScenarioScript(Host host, Answers answers) : Script(host, answers)
{
    // Orchestrator, the instance's name, its input.
    private static readonly (string Orchestrator, string Id, string? Input)[] Plain =
    [
        ("EchoFlow", "echo-nothing", null),
        ("EchoFlow", "echo-null", "null"),
        ("EchoFlow", "echo-number", "12.50"),
        ("EchoFlow", "echo-large-number", "12345678901234567890"),
        ("EchoFlow", "echo-true", "true"),
        ("EchoFlow", "echo-text", "\"ä <b> & \\u2028 \\\"quoted\\\"\""),
        ("EchoFlow", "echo-empty-text", "\"\""),
        ("EchoFlow", "echo-text-of-number", "\"5\""),
        ("EchoFlow", "echo-text-of-json", "\"{\\\"a\\\":1}\""),
        ("EchoFlow", "echo-text-of-time", "\"2030-01-31T12:00:00.1230000+02:00\""),
        ("EchoFlow", "echo-array", "[1,[2,null],[]]"),
        ("EchoFlow", "echo-object", "{ \"b\": {\"c\": 1e3}, \"a\": \"x\" }"),
        ("ParentFlow", "parent", null),
        ("OwnFailure", "own-failure", null),
        ("ChildFailure", "child-failure", null),
        ("ThrowFlow", "activity-failure", null),
        ("CaughtFailure", "caught-failure", "\"Fail\""),
        ("CaughtFailure", "caught-deep-failure", "\"DeepFailure\""),
        ("CaughtFailure", "caught-unknown-activity", "\"Nobody\""),
        ("CaughtFailure", "activity-without-result", "\"Nothing\""),
        ("CallsChild", "unknown-child", "\"Nobody\""),
        ("CallsChild", "self-as-child", "\"Self\""),
        ("Nobody", "unknown-orchestrator", "{\"a\": 1}"),
        ("echoflow", "other-case", "1"),
        ("RetriedActivity", "retried-activity", "3"),
        ("RetriedActivity", "retried-activity-in-vain", "9"),
        ("HandledRetries", "handled-retries", "2"),
        ("HandledRetries", "handled-retries-in-vain", "9"),
        ("RetriedChild", "retried-child", null),
        ("TwoTimers", "two-timers", null),
        ("Countdown", "countdown", "3"),
        ("Self", "self", null),
        ("CaughtFailure", "wrong-input", "[1]"),
        ("Square", "activity-as-orchestrator", "1"),
    ];

    public override async Task RunAsync()
    {
        await Task.WhenAll(Plain.Select(RunPlainAsync));
        await Task.WhenAll(EventsAsync(), RoundsAsync(), StatusesAsync(), SendAsync(), TagsAsync(), ParallelAsync());
    }

    private async Task RunPlainAsync((string Orchestrator, string Id, string? Input) scenario)
    {
        await PostAsync($"{scenario.Id}: start", $"orchestrators/{scenario.Orchestrator}/{scenario.Id}", scenario.Input);
        await UntilOverAsync(scenario.Id);
        await ShowAsync(scenario.Id, scenario.Id);
        if (scenario.Id is "parent" or "child-failure" or "unknown-child" or "self-as-child" or "retried-child")
        {
            await ShowAsync($"{scenario.Id}'s child", $"{scenario.Id}:child");
        }
    }

    private async Task EventsAsync()
    {
        await StartAsync("EarlyEvents", "events", until: "Running");
        await PostAsync("events: early", "instances/events/raiseEvent/Item", "\"first\"");
        await PostAsync("events: early, other case", "instances/events/raiseEvent/item", "\"second\"");
        await PostAsync("events: other", "instances/events/raiseEvent/Other", "{ \"a\": [1] }");
        await PostAsync("events: go", "instances/events/raiseEvent/Go", "null");
        await UntilOverAsync("events");
        await PostAsync("events: late", "instances/events/raiseEvent/Item", "\"late\"");
        await ShowAsync("events", "events");
    }

    private async Task RoundsAsync()
    {
        await StartAsync("Rounds", "rounds", "3", until: "Running");
        foreach (var item in new[] { "a", "b", "c" })
        {
            await PostAsync($"rounds: {item}", "instances/rounds/raiseEvent/Item", $"\"{item}\"");
        }

        await UntilOverAsync("rounds");
        await ShowAsync("rounds", "rounds");
    }

    private async Task StatusesAsync()
    {
        await StartAsync("Statuses", "statuses", until: "Running");
        await GetAsync("statuses: first", "instances/statuses");
        await PostAsync("statuses: go", "instances/statuses/raiseEvent/Go", "{}");
        await UntilOverAsync("statuses");
        await ShowAsync("statuses", "statuses");
    }

    private async Task SendAsync()
    {
        await StartAsync("Statuses", "receiver", until: "Running");
        await StartAsync("Sender", "sender", "\"receiver\"");
        await UntilOverAsync("receiver");
        await ShowAsync("sender", "sender");
        await ShowAsync("receiver", "receiver");
    }

    private async Task TagsAsync()
    {
        await NoteAsync("tags: start", async () => await Client.ScheduleNewOrchestrationInstanceAsync(
            "Self",
            "input",
            new Microsoft.DurableTask.StartOrchestrationOptions("tags", DateTimeOffset.UnixEpoch) { Tags = new Dictionary<string, string> { ["b"] = "2", ["a"] = "ä" } }));
        await UntilOverAsync("tags");
        await ShowAsync("tags", "tags");
    }

    // In which order they end differs: only the output is noted.
    private async Task ParallelAsync()
    {
        await StartAsync("Squares", "squares", "50");
        await GetAsync("squares", "instances/squares");
        await StartAsync("Batches", "batches", "5");
        await GetAsync("batches", "instances/batches");
    }
}
