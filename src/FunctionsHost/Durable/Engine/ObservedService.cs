namespace FunctionsHost.Durable.Engine;

/// <summary>
/// The storage, as the engine sees it: counts what is taken and given back, and takes nothing while the host stops.
/// </summary>
internal sealed class ObservedService(IOrchestrationService storage, DrainState drain) : IOrchestrationService
{
    public int TaskOrchestrationDispatcherCount => storage.TaskOrchestrationDispatcherCount;

    public int MaxConcurrentTaskOrchestrationWorkItems => storage.MaxConcurrentTaskOrchestrationWorkItems;

    public BehaviorOnContinueAsNew EventBehaviourForContinueAsNew => storage.EventBehaviourForContinueAsNew;

    public int TaskActivityDispatcherCount => storage.TaskActivityDispatcherCount;

    public int MaxConcurrentTaskActivityWorkItems => storage.MaxConcurrentTaskActivityWorkItems;

    public Task<TaskOrchestrationWorkItem?> LockNextTaskOrchestrationWorkItemAsync(TimeSpan receiveTimeout, CancellationToken cancellationToken)
        => TakeAsync<TaskOrchestrationWorkItem>(token => storage.LockNextTaskOrchestrationWorkItemAsync(receiveTimeout, token)!, cancellationToken);

    public Task CompleteTaskOrchestrationWorkItemAsync(
        TaskOrchestrationWorkItem workItem,
        OrchestrationRuntimeState newOrchestrationRuntimeState,
        IList<TaskMessage> outboundMessages,
        IList<TaskMessage> orchestratorMessages,
        IList<TaskMessage> timerMessages,
        TaskMessage continuedAsNewMessage,
        OrchestrationState orchestrationState)
        => storage.CompleteTaskOrchestrationWorkItemAsync(
            workItem, newOrchestrationRuntimeState, outboundMessages, orchestratorMessages, timerMessages, continuedAsNewMessage, orchestrationState);

    public async Task ReleaseTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem)
    {
        try
        {
            await storage.ReleaseTaskOrchestrationWorkItemAsync(workItem).ConfigureAwait(false);
        }
        finally
        {
            drain.Leave();
        }
    }

    public Task<TaskActivityWorkItem?> LockNextTaskActivityWorkItem(TimeSpan receiveTimeout, CancellationToken cancellationToken)
        => TakeAsync<TaskActivityWorkItem>(token => storage.LockNextTaskActivityWorkItem(receiveTimeout, token)!, cancellationToken);

    public async Task CompleteTaskActivityWorkItemAsync(TaskActivityWorkItem workItem, TaskMessage responseMessage)
    {
        await storage.CompleteTaskActivityWorkItemAsync(workItem, responseMessage).ConfigureAwait(false);

        // Only now: when it throws, the engine abandons the work item, and that is counted.
        drain.Leave();
    }

    public async Task AbandonTaskActivityWorkItemAsync(TaskActivityWorkItem workItem)
    {
        try
        {
            await storage.AbandonTaskActivityWorkItemAsync(workItem).ConfigureAwait(false);
        }
        finally
        {
            drain.Leave();
        }
    }

    public Task StartAsync() => storage.StartAsync();

    public Task StopAsync() => storage.StopAsync();

    public Task StopAsync(bool isForced) => storage.StopAsync(isForced);

    public Task CreateAsync() => storage.CreateAsync();

    public Task CreateAsync(bool recreateInstanceStore) => storage.CreateAsync(recreateInstanceStore);

    public Task CreateIfNotExistsAsync() => storage.CreateIfNotExistsAsync();

    public Task DeleteAsync() => storage.DeleteAsync();

    public Task DeleteAsync(bool deleteInstanceStore) => storage.DeleteAsync(deleteInstanceStore);

    public bool IsMaxMessageCountExceeded(int currentMessageCount, OrchestrationRuntimeState runtimeState) => storage.IsMaxMessageCountExceeded(currentMessageCount, runtimeState);

    public int GetDelayInSecondsAfterOnProcessException(Exception exception) => storage.GetDelayInSecondsAfterOnProcessException(exception);

    public int GetDelayInSecondsAfterOnFetchException(Exception exception) => storage.GetDelayInSecondsAfterOnFetchException(exception);

    public Task RenewTaskOrchestrationWorkItemLockAsync(TaskOrchestrationWorkItem workItem) => storage.RenewTaskOrchestrationWorkItemLockAsync(workItem);

    public Task AbandonTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem) => storage.AbandonTaskOrchestrationWorkItemAsync(workItem);

    public Task<TaskActivityWorkItem> RenewTaskActivityWorkItemLockAsync(TaskActivityWorkItem workItem) => storage.RenewTaskActivityWorkItemLockAsync(workItem);

    private async Task<T?> TakeAsync<T>(Func<CancellationToken, Task<T?>> take, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, drain.Stopping);
            either.Token.ThrowIfCancellationRequested();
            if (await take(either.Token).ConfigureAwait(false) is { } taken)
            {
                drain.Enter();
                return taken;
            }
        }
        catch (OperationCanceledException) when (drain.Stopping.IsCancellationRequested)
        {
            // Nothing is to be taken any more.
        }

        if (drain.Stopping.IsCancellationRequested)
        {
            // The engine asks again at once until it is stopped itself, which is when what still runs has ended.
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }
}
