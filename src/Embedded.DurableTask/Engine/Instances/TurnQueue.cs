namespace EmbeddedFunctions.DurableTask.Engine.Instances;

/// <summary>Gives instances their turns in the order in which they asked, at most so many at once.</summary>
internal sealed class TurnQueue(int limit)
{
    private readonly Lock gate = new();
    private readonly Queue<InstanceActor> waiting = new();
    private int running;

    /// <summary>Whether no turn runs or waits.</summary>
    public bool IsIdle
    {
        get
        {
            lock (this.gate)
            {
                return this.running == 0 && this.waiting.Count == 0;
            }
        }
    }

    public void Enqueue(InstanceActor actor)
    {
        lock (this.gate)
        {
            if (this.running >= limit)
            {
                this.waiting.Enqueue(actor);
                return;
            }

            this.running++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(actor, preferLocal: false);
    }

    /// <summary>Called by an instance when its code has run and its commit is queued.</summary>
    public void TurnOver()
    {
        InstanceActor? next;
        lock (this.gate)
        {
            if (!this.waiting.TryDequeue(out next))
            {
                this.running--;
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(next, preferLocal: false);
    }
}
