namespace Microsoft.DurableTask;

/// <content>Waiting for a time, and for events.</content>
public abstract partial class TaskOrchestrationContext
{
    /// <summary>Makes a durable timer.</summary>
    /// <param name="fireAt">When it fires, in UTC. A time that has passed fires at once.</param>
    /// <param name="cancellationToken">Cancels the timer: the wait then throws <see cref="TaskCanceledException"/>.</param>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Makes a durable timer.</summary>
    /// <param name="delay">After how long it fires, from <see cref="CurrentUtcDateTime"/> on.</param>
    /// <param name="cancellationToken">Cancels the timer: the wait then throws <see cref="TaskCanceledException"/>.</param>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime + delay, cancellationToken);

    /// <summary>Waits for an event.</summary>
    /// <typeparam name="T">The type of its payload.</typeparam>
    /// <param name="eventName">The event's name; its case does not matter.</param>
    /// <param name="cancellationToken">Ends the wait with <see cref="TaskCanceledException"/>.</param>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event, for a limited time.</summary>
    /// <typeparam name="T">The type of its payload.</typeparam>
    /// <param name="eventName">The event's name; its case does not matter.</param>
    /// <param name="timeout">After how long the wait ends.</param>
    /// <exception cref="TaskCanceledException">The event did not come in time.</exception>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) =>
        WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <summary>Waits for an event, for a limited time.</summary>
    /// <typeparam name="T">The type of its payload.</typeparam>
    /// <param name="eventName">The event's name; its case does not matter.</param>
    /// <param name="timeout">After how long the wait ends.</param>
    /// <param name="cancellationToken">Ends the wait earlier.</param>
    /// <exception cref="TaskCanceledException">The event did not come in time, or the wait was cancelled.</exception>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var stopTimer = new CancellationTokenSource();
        using var stopWaiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // The timer first: the order is part of the history.
        var tooLate = CreateTimer(timeout, stopTimer.Token);
        var arrival = WaitForExternalEvent<T>(eventName, stopWaiting.Token);

        // Synchronous cancellation and the captured context keep all of this on the orchestrator's thread.
        var first = await Task.WhenAny(tooLate, arrival).ConfigureAwait(true);
#pragma warning disable CA1849 // CancelAsync would run the callbacks on the thread pool.
        (first == arrival ? stopTimer : stopWaiting).Cancel();
#pragma warning restore CA1849
        return await arrival.ConfigureAwait(true);
    }
}
