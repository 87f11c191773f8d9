namespace EmbeddedFunctions.DurableTask.Engine.Orchestrations;

/// <summary>
/// External events of one execution. Those that arrived before anyone waited are first in, first out for each name; among several who
/// wait for one name the newest is served first, as in Durable Task. Names are compared without regard to case.
/// </summary>
internal sealed class ExternalEvents
{
    private readonly List<(string Name, string? Input)> buffered = [];
    private readonly Dictionary<string, LinkedList<Waiter>> waiting = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether anybody waits for any event.</summary>
    public bool HasWaiters => this.waiting.Count > 0;

    /// <summary>The events that nobody has waited for, in the order of their arrival.</summary>
    public IReadOnlyList<(string Name, string? Input)> Buffered => this.buffered;

    /// <summary>Waits for an event, or takes one that is here.</summary>
    /// <exception cref="ArgumentException">Somebody waits for an event of the name with another type.</exception>
    public Task<string?> Wait(string name, Type type, CancellationToken cancellation)
    {
        if (this.waiting.TryGetValue(name, out LinkedList<Waiter>? waiters) && waiters.Last!.Value.Type != type)
        {
            throw new ArgumentException(
                $"The event '{name}' is waited for as {type} while another wait takes it as {waiters.Last.Value.Type}. Give all waits for one name the same type.",
                nameof(type));
        }

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

        if (waiters is null)
        {
            this.waiting.Add(name, waiters = new());
        }

        LinkedListNode<Waiter> waiter = waiters.AddLast(new Waiter(type));
        if (cancellation.CanBeCanceled)
        {
            cancellation.Register(() => this.Cancel(name, waiter, cancellation));
        }

        return waiter.Value.Arrival.Task;
    }

    public void Raise(string name, string? input)
    {
        if (!this.waiting.TryGetValue(name, out LinkedList<Waiter>? waiters))
        {
            this.buffered.Add((name, input));
            return;
        }

        Waiter newest = waiters.Last!.Value;
        this.Remove(name, waiters.Last!);
        newest.Arrival.SetResult(input);
    }

    private void Cancel(string name, LinkedListNode<Waiter> waiter, CancellationToken cancellation)
    {
        if (waiter.List is not null)
        {
            this.Remove(name, waiter);
            waiter.Value.Arrival.SetCanceled(cancellation);
        }
    }

    private void Remove(string name, LinkedListNode<Waiter> waiter)
    {
        LinkedList<Waiter> waiters = waiter.List!;
        waiters.Remove(waiter);
        if (waiters.Count == 0)
        {
            this.waiting.Remove(name);
        }
    }

    private sealed class Waiter(Type type)
    {
        public Type Type { get; } = type;

        // Continuations have to run in line, on the orchestrator's thread.
        public TaskCompletionSource<string?> Arrival { get; } = new();
    }
}
