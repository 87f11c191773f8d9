namespace EmbeddedFunctions.DurableTask.Engine.Orchestrations;

/// <summary>
/// External events of one execution. Those that arrived before anyone waited are first in, first out for each name; among several who
/// wait for one name the newest is served first, as in Durable Task. Names are compared without regard to case.
/// </summary>
internal sealed class ExternalEvents
{
    private readonly List<(string Name, string? Input)> buffered = [];
    private readonly Dictionary<string, LinkedList<TaskCompletionSource<string?>>> waiting = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether anybody waits for any event.</summary>
    public bool HasWaiters => this.waiting.Count > 0;

    /// <summary>The events that nobody has waited for, in the order of their arrival.</summary>
    public IReadOnlyList<(string Name, string? Input)> Buffered => this.buffered;

    public Task<string?> Wait(string name, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<string?>(cancellation);
        }

        int index = this.buffered.FindIndex(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            string? input = this.buffered[index].Input;
            this.buffered.RemoveAt(index);
            return Task.FromResult(input);
        }

        if (!this.waiting.TryGetValue(name, out LinkedList<TaskCompletionSource<string?>>? waiters))
        {
            this.waiting.Add(name, waiters = new());
        }

        LinkedListNode<TaskCompletionSource<string?>> waiter = waiters.AddLast(new TaskCompletionSource<string?>());
        if (cancellation.CanBeCanceled)
        {
            cancellation.Register(() => this.Cancel(name, waiter, cancellation));
        }

        return waiter.Value.Task;
    }

    public void Raise(string name, string? input)
    {
        if (!this.waiting.TryGetValue(name, out LinkedList<TaskCompletionSource<string?>>? waiters))
        {
            this.buffered.Add((name, input));
            return;
        }

        TaskCompletionSource<string?> newest = waiters.Last!.Value;
        this.Remove(name, waiters.Last!);
        newest.SetResult(input);
    }

    private void Cancel(string name, LinkedListNode<TaskCompletionSource<string?>> waiter, CancellationToken cancellation)
    {
        if (waiter.List is not null)
        {
            this.Remove(name, waiter);
            waiter.Value.SetCanceled(cancellation);
        }
    }

    private void Remove(string name, LinkedListNode<TaskCompletionSource<string?>> waiter)
    {
        LinkedList<TaskCompletionSource<string?>> waiters = waiter.List!;
        waiters.Remove(waiter);
        if (waiters.Count == 0)
        {
            this.waiting.Remove(name);
        }
    }
}
