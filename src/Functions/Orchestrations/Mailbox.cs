using System.Runtime.ExceptionServices;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>
/// What an orchestrator waits for, in the order in which its history gave it. Waiting for the next costs the same however
/// many tasks are in flight, where <c>Task.WhenAny</c> over them would register with each of them again each time.
/// It schedules nothing itself, so it replays as it ran; for one orchestrator's thread only.
/// </summary>
/// <typeparam name="T">What arrives.</typeparam>
internal sealed class Mailbox<T>
{
    private readonly Queue<T> arrived = new();
    private TaskCompletionSource? waiting;
    private Exception? fault;

    /// <summary>Delivers something now.</summary>
    public void Post(T message)
    {
        arrived.Enqueue(message);
        waiting?.TrySetResult();
    }

    /// <summary>Delivers what comes of a task once it is done; a task that fails makes the wait for the next fail.</summary>
    public void PostWhenDone<TResult>(Task<TResult> task, Func<TResult, T> message) => _ = ForwardAsync(task, message);

    /// <summary>The next message, as soon as there is one.</summary>
    public async Task<T> NextAsync()
    {
        if (arrived.Count == 0 && fault is null)
        {
            waiting = new TaskCompletionSource();
            await waiting.Task;
            waiting = null;
        }

        if (fault is not null)
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        return arrived.Dequeue();
    }

    /// <summary>The next message, if there is one already.</summary>
    public bool TryNext(out T? message) => arrived.TryDequeue(out message);

    private async Task ForwardAsync<TResult>(Task<TResult> task, Func<TResult, T> message)
    {
        try
        {
            Post(message(await task));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            fault ??= e;
            waiting?.TrySetResult();
        }
    }
}
