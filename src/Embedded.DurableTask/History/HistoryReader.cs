using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.History;

/// <summary>Reads what <see cref="HistoryWriter"/> wrote.</summary>
internal ref struct HistoryReader
{
    private ReadOnlySpan<byte> rest;

    private HistoryReader(ReadOnlySpan<byte> bytes) => rest = bytes;

    /// <summary>Reads a run of events into <paramref name="events"/>.</summary>
    /// <param name="input">The input of the execution, which the bytes do not repeat.</param>
    /// <exception cref="InvalidDataException">The bytes are not a run of events.</exception>
    public static void Decode(ReadOnlySpan<byte> bytes, string? input, List<HistoryEvent> events)
    {
        var reader = new HistoryReader(bytes);
        try
        {
            while (!reader.rest.IsEmpty)
            {
                events.Add(reader.Next(input));
            }
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new InvalidDataException("A history record ends in the middle of an event: the task hub file is damaged.", e);
        }
    }

    public static HistoryEvent DecodeOne(ReadOnlySpan<byte> bytes)
    {
        var events = new List<HistoryEvent>(1);
        Decode(bytes, null, events);
        return events[0];
    }

    public static TaskFailureDetails? DecodeFailure(byte[]? bytes) =>
        bytes is null ? null : new HistoryReader(bytes).Failure();

    private HistoryEvent Next(string? input)
    {
        var kind = (HistoryEventKind)rest[0];
        rest = rest[1..];
        int id = Number();
        DateTime time = Time();
        HistoryEvent item = kind switch
        {
            HistoryEventKind.OrchestratorStarted => new OrchestratorStarted(),
            HistoryEventKind.ExecutionStarted => new ExecutionStarted(Required(), input),
            HistoryEventKind.TaskScheduled => new TaskScheduled(Required(), Text()),
            HistoryEventKind.TaskCompleted => new TaskCompleted(Number(), Text()),
            HistoryEventKind.TaskFailed => new TaskFailed(Number(), Failure()),
            HistoryEventKind.SubOrchestrationCreated => new SubOrchestrationCreated(Required(), Required(), Text()),
            HistoryEventKind.SubOrchestrationCompleted => new SubOrchestrationCompleted(Number(), Text()),
            HistoryEventKind.SubOrchestrationFailed => new SubOrchestrationFailed(Number(), Failure()),
            HistoryEventKind.TimerCreated => new TimerCreated(Time()),
            HistoryEventKind.TimerFired => new TimerFired(Number(), Time()),
            HistoryEventKind.EventSent => new EventSent(Required(), Required(), Text()),
            HistoryEventKind.EventRaised => new EventRaised(Required(), Text()),
            HistoryEventKind.ExecutionSuspended => new ExecutionSuspended(Text()),
            HistoryEventKind.ExecutionResumed => new ExecutionResumed(Text()),
            HistoryEventKind.ExecutionTerminated => new ExecutionTerminated(Text(), Number() == 1),
            HistoryEventKind.ExecutionRewound => new ExecutionRewound(Text()),
            HistoryEventKind.ContinuedAsNew => new ContinuedAsNew(Text(), Number() == 1),
            HistoryEventKind.ExecutionCompleted =>
                new ExecutionCompleted((OrchestrationRuntimeStatus)Number(), Text(), OptionalFailure()),
            _ => throw new InvalidDataException($"A history record holds an event of the unknown kind {(byte)kind}: the task hub file is damaged, or a newer version wrote it."),
        };
        return item with { EventId = id, Timestamp = time };
    }

    private int Number()
    {
        uint bits = 0;
        int shift = 0;
        while (true)
        {
            byte b = rest.Slice(0, 1)[0];
            rest = rest[1..];
            bits |= (uint)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return (int)(bits >> 1) ^ -(int)(bits & 1);
            }

            shift += 7;
        }
    }

    private DateTime Time()
    {
        long ticks = BinaryPrimitives.ReadInt64LittleEndian(rest);
        rest = rest[8..];
        return new DateTime(ticks, DateTimeKind.Utc);
    }

    private string? Text()
    {
        int length = Number();
        if (length < 0)
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(rest[..length]);
        rest = rest[length..];
        return text;
    }

    private string Required() => Text() ?? string.Empty;

    private TaskFailureDetails? OptionalFailure() => Number() == 0 ? null : Failure();

    private TaskFailureDetails Failure()
    {
        string type = Required();
        string message = Required();
        string? stack = Text();
        string? properties = Text();
        TaskFailureDetails? inner = OptionalFailure();
        return new TaskFailureDetails(
            type,
            message,
            stack,
            inner,
            properties is null ? null : JsonSerializer.Deserialize<Dictionary<string, object?>>(properties));
    }
}
