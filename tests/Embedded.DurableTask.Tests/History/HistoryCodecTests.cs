using CsCheck;
using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.History;

public sealed class HistoryCodecTests
{
    private static readonly Gen<string?> Text = Gen.String.Null();

    private static readonly Gen<DateTime> Time = Gen.Long[0, DateTime.MaxValue.Ticks].Select(t => new DateTime(t, DateTimeKind.Utc));

    private static readonly Gen<TaskFailureDetails> Failure =
        Gen.Select(Gen.String, Gen.String, Text, Gen.Bool)
            .Select((type, message, stack, nested) =>
                new TaskFailureDetails(type, message, stack, nested ? new TaskFailureDetails("Inner", message, null, null, null) : null, null));

    private static readonly Gen<HistoryEvent> Event = Gen.Select(
        Gen.OneOf<HistoryEvent>(
            Gen.Const<HistoryEvent>(new OrchestratorStarted()),
            Gen.Select(Gen.String, Text).Select(HistoryEvent (name, input) => new TaskScheduled(name, input)),
            Gen.Select(Gen.Int, Text).Select(HistoryEvent (id, result) => new TaskCompleted(id, result)),
            Gen.Select(Gen.Int, Failure).Select(HistoryEvent (id, failure) => new TaskFailed(id, failure)),
            Gen.Select(Gen.String, Gen.String, Text).Select(HistoryEvent (name, id, input) => new SubOrchestrationCreated(name, id, input)),
            Gen.Select(Gen.Int, Text).Select(HistoryEvent (id, result) => new SubOrchestrationCompleted(id, result)),
            Gen.Select(Gen.Int, Failure).Select(HistoryEvent (id, failure) => new SubOrchestrationFailed(id, failure)),
            Time.Select(HistoryEvent (at) => new TimerCreated(at)),
            Gen.Select(Gen.Int, Time).Select(HistoryEvent (id, at) => new TimerFired(id, at)),
            Gen.Select(Gen.String, Gen.String, Text).Select(HistoryEvent (id, name, input) => new EventSent(id, name, input)),
            Gen.Select(Gen.String, Text).Select(HistoryEvent (name, input) => new EventRaised(name, input)),
            Text.Select(HistoryEvent (reason) => new ExecutionSuspended(reason)),
            Text.Select(HistoryEvent (reason) => new ExecutionResumed(reason)),
            Gen.Select(Text, Gen.Bool).Select(HistoryEvent (output, all) => new ExecutionTerminated(output, all)),
            Text.Select(HistoryEvent (reason) => new ExecutionRewound(reason)),
            Gen.Select(Text, Gen.Bool).Select(HistoryEvent (input, keep) => new ContinuedAsNew(input, keep)),
            Gen.Select(Text, Failure.Null()).Select(HistoryEvent (result, failure) => new ExecutionCompleted(OrchestrationRuntimeStatus.Failed, result, failure))),
        Gen.Int[-1, int.MaxValue],
        Time).Select((item, id, time) => item with { EventId = id, Timestamp = time });

    [Fact]
    public void Decode_WhatWasEncoded_GivesTheSameEvents() => Event.List[0, 20].Sample(events =>
    {
        var decoded = new List<HistoryEvent>();
        HistoryReader.Decode(HistoryWriter.Encode(events), input: null, decoded);
        return decoded.SequenceEqual(events);
    });

    [Fact]
    public void Decode_CutShort_IsReportedAsDamage() =>
        Gen.Select(Event, Gen.Int[1, 8]).Sample((item, cut) =>
        {
            byte[] bytes = HistoryWriter.Encode(item);
            byte[] part = bytes[..^Math.Min(cut, bytes.Length - 1)];
            Assert.Throws<InvalidDataException>(() => HistoryReader.Decode(part, null, []));
        });

    [Fact]
    public void Decode_UnknownKind_IsReportedAsDamage() =>
        Assert.Throws<InvalidDataException>(() => HistoryReader.Decode([250, 0, 0, 0, 0, 0, 0, 0, 0, 0], null, []));
}
