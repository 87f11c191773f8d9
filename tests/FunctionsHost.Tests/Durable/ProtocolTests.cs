using DurableTask.Core;
using DurableTask.Core.History;
using FunctionsHost.Durable.Engine;
using FunctionsHost.Durable.Protocol;
using FunctionsHost.Durable.Storage;
using FunctionsHost.Worker;
using Newtonsoft.Json;
using P = Microsoft.DurableTask.Protobuf;

namespace FunctionsHost.Tests.Durable;

/// <summary>What goes to the worker and comes from it, and what stores give.</summary>
public sealed class ProtocolTests
{
    public static TheoryData<string?, string?> Arguments => new()
    {
        { "[1]", "1" },
        { "[[1]]", "[1]" },
        { "[\"a]\"]", "\"a]\"" },
        { "[null]", "null" },
        { "[]", null },
        { null, null },
        { "{\"a\":[1]}", "{\"a\":[1]}" },
    };

    public static IEnumerable<TheoryDataRow<HistoryEvent>> Events =>
    [
        new(new ExecutionStartedEvent(-1, "[1]")
        {
            Name = "Any",
            Version = "2",
            OrchestrationInstance = new OrchestrationInstance { InstanceId = "one", ExecutionId = "e1" },
            ParentInstance = new ParentInstance { Name = "Parent", TaskScheduleId = 3, OrchestrationInstance = new OrchestrationInstance { InstanceId = "parent", ExecutionId = "e0" } },
            Tags = new Dictionary<string, string> { ["a"] = "b" },
        }),
        new(new TaskScheduledEvent(1, "Do", "", "[5]")),
        new(new TaskCompletedEvent(-1, 1, "\"text\"")),
        new(new TaskFailedEvent(-1, 1, "why", null, new FailureDetails("A.B", "why", "at", new FailureDetails("C.D", "inner", null, null, false), true))),
        new(new SubOrchestrationInstanceCreatedEvent(2) { Name = "Child", InstanceId = "child", Input = "1" }),
        new(new SubOrchestrationInstanceCompletedEvent(-1, 2, "2")),
        new(new SubOrchestrationInstanceFailedEvent(-1, 2, "why", null, new FailureDetails("A.B", "why", null, null, false))),
        new(new TimerCreatedEvent(3, new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc))),
        new(new TimerFiredEvent(-1, new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc)) { TimerId = 3 }),
        new(new EventRaisedEvent(-1, "1") { Name = "go" }),
        new(new EventSentEvent(4) { InstanceId = "two", Name = "go", Input = "1" }),
        new(new ExecutionSuspendedEvent(-1, "lunch")),
        new(new ExecutionResumedEvent(-1, "back")),
        new(new ExecutionTerminatedEvent(-1, "enough")),
        new(new ExecutionRewoundEvent(-1, "mended")),
        new(new ContinueAsNewEvent(5, "2")),
        new(new ExecutionCompletedEvent(6, "3", OrchestrationStatus.Completed, null)),
        new(new OrchestratorStartedEvent(-1)),
        new(new OrchestratorCompletedEvent(-1)),
        new(new GenericEvent(-1, "data")),
    ];

    [Theory]
    [MemberData(nameof(Arguments))]
    public void TakeApart_ListOfArguments_GivesTheOne(string? arguments, string? expected) => Assert.Equal(expected, MessageText.TakeApart(arguments));

    [Theory]
    [MemberData(nameof(Events))]
    public void HistoryJson_AnyEvent_IsReadAsItWasWritten(HistoryEvent item)
    {
        item.Timestamp = new DateTime(2030, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);

        var read = Assert.Single(HistoryJson.Read(JsonConvert.SerializeObject(new[] { item })));

        Assert.IsType(item.GetType(), read);
        Assert.Equal(HistoryConversion.ToMessage(item), HistoryConversion.ToMessage(read));
    }

    [Fact]
    public void ToReplay_Scheduled_LeavesItsInputOut()
    {
        var scheduled = new TaskScheduledEvent(1, "Do", "", "[5]");

        Assert.Null(HistoryConversion.ToReplay(scheduled).TaskScheduled.Input);
        Assert.Equal("[5]", HistoryConversion.ToMessage(scheduled).TaskScheduled.Input);
    }

    [Fact]
    public void Encode_Message_IsDecodedAgain()
    {
        var message = new P.OrchestratorResponse { InstanceId = new string('x', 10_000), CustomStatus = "ü" };

        Assert.Equal(message, MessageText.Decode(P.OrchestratorResponse.Parser, MessageText.Encode(message)));
    }

    [Theory]
    [InlineData("""{"errorType":"A.B","errorMessage":"why","stackTrace":"at","innerFailure":{"errorType":"C.D","errorMessage":"inner"}}""", "", "A.B", "why")]
    [InlineData("A.B: why: this\n   at Some.Where()", "A.B", "A.B", "why: this")]
    [InlineData("A.B: why\n   at Some.Where()", "", "A.B", "why")]
    [InlineData("the message alone", "", "(unknown)", "the message alone")]
    [InlineData("{ not details }", "A.B", "A.B", "{ not details }")]
    public void WorkerFailure_InAnyForm_HasTypeAndMessage(string text, string type, string expectedType, string expectedMessage)
    {
        var details = WorkerFailures.ToDetails(new FunctionFailedException("Any", type, text, "at"));

        Assert.Equal((expectedType, expectedMessage), (details.ErrorType, details.ErrorMessage));
    }
}
