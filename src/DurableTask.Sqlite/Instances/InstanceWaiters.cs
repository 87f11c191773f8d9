namespace DurableTask.Sqlite.Instances;

/// <summary>Tells those who wait for an instance that it has started or ended, so that nobody polls.</summary>
internal sealed class InstanceWaiters
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    public void Signal(string instanceId)
    {
        lock (this.gate)
        {
            if (this.entries.Remove(instanceId, out Entry? entry))
            {
                entry.SetResult();
            }
        }
    }

    /// <summary>Calls <paramref name="check"/> now and after every signal until it returns a value.</summary>
    /// <exception cref="TimeoutException">The time is over.</exception>
    public async Task<T> WaitAsync<T>(string instanceId, Func<Task<T?>> check, TimeSpan timeout, CancellationToken cancellationToken)
        where T : class
    {
        // Patience is counted by the system's clock: that of the orchestrations may be moved by hand.
        using var timer = timeout < TimeSpan.Zero || timeout.TotalMilliseconds > int.MaxValue
            ? new CancellationTokenSource()
            : new CancellationTokenSource(timeout, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            while (true)
            {
                Entry entry = this.Register(instanceId);
                try
                {
                    if (await check().ConfigureAwait(false) is T found)
                    {
                        return found;
                    }

                    await entry.Task.WaitAsync(both.Token).ConfigureAwait(false);
                }
                finally
                {
                    this.Leave(instanceId, entry);
                }
            }
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Instance '{instanceId}' did not get there within {timeout}.");
        }
    }

    private Entry Register(string instanceId)
    {
        lock (this.gate)
        {
            if (!this.entries.TryGetValue(instanceId, out Entry? entry))
            {
                this.entries.Add(instanceId, entry = new Entry());
            }

            entry.Count++;
            return entry;
        }
    }

    private void Leave(string instanceId, Entry entry)
    {
        lock (this.gate)
        {
            // One that was signalled is no longer in the table.
            if (--entry.Count == 0 && !entry.Task.IsCompleted)
            {
                this.entries.Remove(instanceId);
            }
        }
    }

    /// <summary>Completes with the next signal.</summary>
    private sealed class Entry() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        /// <summary>How many wait for it.</summary>
        public int Count { get; set; }
    }
}
