using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.History;

/// <summary>Writes history events in the compact binary form that the stores keep: little endian, UTF-8, lengths as var-ints.</summary>
internal sealed class HistoryWriter
{
    // What a thread's writer may keep between two uses: a turn of a busy fan-out fits, a huge payload is let go.
    private const int MostKept = 1 << 20;

    [ThreadStatic]
    private static HistoryWriter? kept;

    private readonly ArrayBufferWriter<byte> buffer = new(1 << 12);

    public static byte[] Encode(IReadOnlyList<HistoryEvent> events)
    {
        HistoryWriter writer = Rent();
        for (int i = 0; i < events.Count; i++)
        {
            writer.Write(events[i]);
        }

        return writer.Finish();
    }

    public static byte[] Encode(HistoryEvent item)
    {
        HistoryWriter writer = Rent();
        writer.Write(item);
        return writer.Finish();
    }

    public static byte[]? EncodeFailure(TaskFailureDetails? failure) => failure is null ? null : Rent().Failure(failure).Finish();

    // A writer that an exception took away is not given back, and the next use makes another.
    private static HistoryWriter Rent()
    {
        HistoryWriter writer = kept ?? new HistoryWriter();
        kept = null;
        return writer;
    }

    private byte[] Finish()
    {
        byte[] written = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity <= MostKept)
        {
            buffer.ResetWrittenCount();
            kept = this;
        }

        return written;
    }

    private void Write(HistoryEvent item)
    {
        switch (item)
        {
            case OrchestratorStarted:
                Head(HistoryEventKind.OrchestratorStarted, item);
                break;
            case ExecutionStarted e:
                // The input is kept once, with the instance; readers put it back.
                Head(HistoryEventKind.ExecutionStarted, item).Text(e.Name);
                break;
            case TaskScheduled e:
                Head(HistoryEventKind.TaskScheduled, item).Text(e.Name).Text(e.Input);
                break;
            case TaskCompleted e:
                Head(HistoryEventKind.TaskCompleted, item).Number(e.TaskScheduledId).Text(e.Result);
                break;
            case TaskFailed e:
                Head(HistoryEventKind.TaskFailed, item).Number(e.TaskScheduledId).Failure(e.Failure);
                break;
            case SubOrchestrationCreated e:
                Head(HistoryEventKind.SubOrchestrationCreated, item).Text(e.Name).Text(e.InstanceId).Text(e.Input);
                break;
            case SubOrchestrationCompleted e:
                Head(HistoryEventKind.SubOrchestrationCompleted, item).Number(e.TaskScheduledId).Text(e.Result);
                break;
            case SubOrchestrationFailed e:
                Head(HistoryEventKind.SubOrchestrationFailed, item).Number(e.TaskScheduledId).Failure(e.Failure);
                break;
            case TimerCreated e:
                Head(HistoryEventKind.TimerCreated, item).Time(e.FireAt);
                break;
            case TimerFired e:
                Head(HistoryEventKind.TimerFired, item).Number(e.TimerId).Time(e.FireAt);
                break;
            case EventSent e:
                Head(HistoryEventKind.EventSent, item).Text(e.InstanceId).Text(e.Name).Text(e.Input);
                break;
            case EventRaised e:
                Head(HistoryEventKind.EventRaised, item).Text(e.Name).Text(e.Input);
                break;
            case ExecutionSuspended e:
                Head(HistoryEventKind.ExecutionSuspended, item).Text(e.Reason);
                break;
            case ExecutionResumed e:
                Head(HistoryEventKind.ExecutionResumed, item).Text(e.Reason);
                break;
            case ExecutionTerminated e:
                Head(HistoryEventKind.ExecutionTerminated, item).Text(e.Output).Number(e.Recursive ? 1 : 0);
                break;
            case ExecutionRewound e:
                Head(HistoryEventKind.ExecutionRewound, item).Text(e.Reason);
                break;
            case ContinuedAsNew e:
                Head(HistoryEventKind.ContinuedAsNew, item).Text(e.Input).Number(e.PreserveEvents ? 1 : 0);
                break;
            case ExecutionCompleted e:
                Head(HistoryEventKind.ExecutionCompleted, item).Number((int)e.Status).Text(e.Result);
                OptionalFailure(e.Failure);
                break;
            default:
                throw new NotSupportedException($"No encoding is known for the history event {item.GetType().Name}.");
        }
    }

    private HistoryWriter Head(HistoryEventKind kind, HistoryEvent item)
    {
        buffer.GetSpan(1)[0] = (byte)kind;
        buffer.Advance(1);
        return Number(item.EventId).Time(item.Timestamp);
    }

    private HistoryWriter Number(int value)
    {
        // Zig-zag, so that -1 takes one byte.
        uint bits = (uint)((value << 1) ^ (value >> 31));
        Span<byte> span = buffer.GetSpan(5);
        int length = 0;
        while (bits >= 0x80)
        {
            span[length++] = (byte)(bits | 0x80);
            bits >>= 7;
        }

        span[length++] = (byte)bits;
        buffer.Advance(length);
        return this;
    }

    private HistoryWriter Time(DateTime value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(8), value.Ticks);
        buffer.Advance(8);
        return this;
    }

    private HistoryWriter Text(string? value)
    {
        if (value is null)
        {
            return Number(-1);
        }

        int length = Encoding.UTF8.GetByteCount(value);
        Number(length);
        Encoding.UTF8.GetBytes(value, buffer.GetSpan(length));
        buffer.Advance(length);
        return this;
    }

    private HistoryWriter OptionalFailure(TaskFailureDetails? failure) =>
        failure is null ? Number(0) : Number(1).Failure(failure);

    private HistoryWriter Failure(TaskFailureDetails failure)
    {
        Text(failure.ErrorType).Text(failure.ErrorMessage).Text(failure.StackTrace);
        Text(failure.Properties is null ? null : JsonSerializer.Serialize(failure.Properties));
        return OptionalFailure(failure.InnerFailure);
    }
}
