using CsCheck;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Core.Tracing;
using DurableTask.Sqlite.Events;
using Newtonsoft.Json;

namespace DurableTask.Sqlite.Tests;

/// <summary>Events are read as they were written.</summary>
public sealed class EventEncodingTests
{
    private static readonly Gen<string?> Text = Gen.Frequency((1, Gen.Const((string?)null)), (9, Gen.String.Select(s => (string?)s.Normalized())));
    private static readonly Gen<string> Name = Gen.String[Gen.Char.AlphaNumeric, 1, 12];
    private static readonly Gen<DateTime> Time = Gen.Long[0, DateTime.MaxValue.Ticks].Select(t => new DateTime(t, DateTimeKind.Utc));
    private static readonly Gen<Dictionary<string, string>?> Tags =
        Gen.Dictionary(Name, Name)[0, 3].Select(d => d.Count == 0 ? null : d);

    private static readonly Gen<FailureDetails?> Failure = Gen.Select(Name, Name, Text, Gen.Bool, Gen.Int[0, 3], (type, message, trace, final, depth) =>
    {
        FailureDetails? failure = null;
        for (int i = 0; i < depth; i++)
        {
            failure = new FailureDetails(type, message + i, trace, failure, final, i == 0 ? null : new Dictionary<string, object?> { ["code"] = 4.5, ["why"] = message, ["no"] = null });
        }

        return failure;
    });

    private static readonly Gen<DistributedTraceContext?> Trace = Gen.Select(Gen.Bool, Name, Text, (there, parent, state) =>
        there ? new DistributedTraceContext(parent, state is { Length: > 500 } ? null : state) : null);

    private static readonly Gen<HistoryEvent> Event = Gen.OneOf<HistoryEvent>(
        Gen.Select(Gen.Int, Text, Name, Tags, Time, Trace, (id, input, name, tags, at, trace) => (HistoryEvent)new ExecutionStartedEvent(id, input)
        {
            Name = name,
            Version = input,
            OrchestrationInstance = new OrchestrationInstance { InstanceId = name, ExecutionId = input },
            ParentInstance = tags is null ? null : new ParentInstance
            {
                Name = name,
                TaskScheduleId = id,
                Version = input,
                OrchestrationInstance = new OrchestrationInstance { InstanceId = name, ExecutionId = name },
            },
            ScheduledStartTime = at,
            Tags = tags,
            Generation = id,
            Correlation = input,
            GenerateNewTrace = id > 0,
            ParentTraceContext = trace,
        }),
        Gen.Select(Gen.Int, Text, Failure, (id, result, failure) =>
            (HistoryEvent)new ExecutionCompletedEvent(id, result, failure is null ? OrchestrationStatus.Completed : OrchestrationStatus.Failed, failure)),
        Gen.Select(Gen.Int, Text, (id, input) => (HistoryEvent)new ContinueAsNewEvent(id, input)),
        Gen.Select(Gen.Int, Text, (id, input) => (HistoryEvent)new ExecutionTerminatedEvent(id, input)),
        Gen.Select(Gen.Int, Text, (id, input) => (HistoryEvent)new ExecutionSuspendedEvent(id, input)),
        Gen.Select(Gen.Int, Text, (id, input) => (HistoryEvent)new ExecutionResumedEvent(id, input)),
        Gen.Select(Gen.Int, Text, Trace, (id, input, trace) => (HistoryEvent)new ExecutionRewoundEvent(id, input)
        {
            InstanceId = input,
            ParentExecutionId = input,
            ParentTraceContext = trace,
        }),
        Gen.Select(Gen.Int, Name, Text, Tags, Trace, (id, name, input, tags, trace) =>
            (HistoryEvent)new TaskScheduledEvent(id, name, input, input) { Tags = tags, ParentTraceContext = trace }),
        Gen.Select(Gen.Int, Gen.Int, Text, (id, task, result) => (HistoryEvent)new TaskCompletedEvent(id, task, result)),
        Gen.Select(Gen.Int, Text, Failure, (id, reason, failure) => (HistoryEvent)new TaskFailedEvent(id, id + 1, reason, reason, failure)),
        Gen.Select(Gen.Int, Name, Text, Tags, (id, name, input, tags) => (HistoryEvent)new SubOrchestrationInstanceCreatedEvent(id)
        {
            Name = name,
            InstanceId = name,
            Input = input,
            Version = input,
            ClientSpanId = input,
            Tags = tags,
        }),
        Gen.Select(Gen.Int, Gen.Int, Text, (id, task, result) => (HistoryEvent)new SubOrchestrationInstanceCompletedEvent(id, task, result)),
        Gen.Select(Gen.Int, Text, Failure, (id, reason, failure) => (HistoryEvent)new SubOrchestrationInstanceFailedEvent(id, id + 1, reason, null, failure)),
        Gen.Select(Gen.Int, Time, (id, at) => (HistoryEvent)new TimerCreatedEvent(id, at)),
        Gen.Select(Gen.Int, Time, (id, at) => (HistoryEvent)new TimerFiredEvent(id, at) { TimerId = id }),
        Gen.Select(Gen.Int, Name, Text, (id, name, input) => (HistoryEvent)new EventSentEvent(id) { InstanceId = name, Name = name, Input = input }),
        Gen.Select(Gen.Int, Name, Text, Trace, (id, name, input, trace) => (HistoryEvent)new EventRaisedEvent(id, input) { Name = name, ParentTraceContext = trace }),
        Gen.Select(Gen.Int, Text, (id, data) => (HistoryEvent)new GenericEvent(id, data)),
        Gen.Int.Select(id => (HistoryEvent)new OrchestratorStartedEvent(id)),
        Gen.Int.Select(id => (HistoryEvent)new OrchestratorCompletedEvent(id)));

    [Fact]
    public void Decode_OfWhatWasEncoded_IsTheSame() => Gen.Select(Event, Time, (e, time) =>
    {
        e.Timestamp = time;
        return e;
    }).List[0, 6].Sample(events =>
    {
        var read = new List<HistoryEvent>();

        EventDecoder.Decode(EventEncoder.Encode(events), read);

        Assert.Equal(JsonConvert.SerializeObject(events), JsonConvert.SerializeObject(read));
    });

    [Fact]
    public void Encode_ATaskWithoutItsInput_TakesItFromTheMessage()
    {
        var read = new List<HistoryEvent>();

        EventDecoder.Decode(EventEncoder.Encode([new TaskScheduledEvent(3, "A", "", null), new TaskScheduledEvent(4, "A", "", "own")], new Dictionary<int, string?> { [3] = "[1]", [4] = "[2]" }), read);

        Assert.Equal(["[1]", "own"], read.Cast<TaskScheduledEvent>().Select(e => e.Input));
    }

    [Fact]
    public void Encode_TimesThatAreNotUtc_MeansThoseTimes()
    {
        var local = new DateTime(2030, 1, 1, 12, 0, 0, DateTimeKind.Local);
        var unspecified = new DateTime(2030, 1, 1, 12, 0, 0, DateTimeKind.Unspecified);

        Assert.Equal(local.ToUniversalTime(), ((TimerCreatedEvent)EventDecoder.DecodeOne(EventEncoder.Encode(new TimerCreatedEvent(1, local)))).FireAt);
        Assert.Equal(unspecified.Ticks, ((TimerCreatedEvent)EventDecoder.DecodeOne(EventEncoder.Encode(new TimerCreatedEvent(1, unspecified)))).FireAt.Ticks);
    }
}

file static class Strings
{
    // A lone half of a surrogate pair is no text that UTF-8 can hold.
    public static string Normalized(this string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);
}
