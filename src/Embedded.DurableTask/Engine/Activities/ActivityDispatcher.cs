using EmbeddedFunctions.DurableTask.Engine.Instances;
using EmbeddedFunctions.DurableTask.History;

namespace EmbeddedFunctions.DurableTask.Engine.Activities;

/// <summary>
/// Runs activities, at most so many at once, taking instances in turn: however many activities one instance has waiting, another's
/// first one is next but for those instances that are before it in the round.
/// </summary>
internal sealed class ActivityDispatcher(ActivityRunner runner, int limit)
{
    private readonly Lock gate = new();
    private readonly Dictionary<InstanceActor, Queue<ActivityWork>> waiting = [];
    private readonly Queue<InstanceActor> round = new();
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int queued;
    private int running;
    private bool stopping;

    public int Queued => Volatile.Read(ref this.queued);

    public int Running => Volatile.Read(ref this.running);

    public void Enqueue(InstanceActor actor, string executionId, IEnumerable<TaskScheduled> tasks, string? traceParent)
    {
        lock (this.gate)
        {
            if (!this.waiting.TryGetValue(actor, out Queue<ActivityWork>? queue))
            {
                this.waiting.Add(actor, queue = new());
                this.round.Enqueue(actor);
            }

            foreach (TaskScheduled task in tasks)
            {
                queue.Enqueue(new ActivityWork(this, actor, executionId, task, traceParent));
                this.queued++;
            }

            this.Fill();
        }
    }

    /// <summary>Starts nothing more; completes when nothing runs.</summary>
    public Task StopAsync()
    {
        lock (this.gate)
        {
            this.stopping = true;
            if (this.running == 0)
            {
                this.idle.TrySetResult();
            }
        }

        return this.idle.Task;
    }

    /// <summary>Runs one activity and hands its outcome to its instance. Called on the thread pool.</summary>
    public async void Run(ActivityWork work)
    {
        // Async void, as a thread pool work item has nobody to await it: the runner returns every failure as an event.
        HistoryEvent outcome = await runner.RunAsync(work).ConfigureAwait(false);
        work.Actor.Finished(work, outcome);
        lock (this.gate)
        {
            this.running--;
            this.Fill();
            if (this.stopping && this.running == 0)
            {
                this.idle.TrySetResult();
            }
        }
    }

    private void Fill()
    {
        while (!this.stopping && this.running < limit && this.Next() is { } work)
        {
            this.running++;
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
        }
    }

    private ActivityWork? Next()
    {
        while (this.round.TryDequeue(out InstanceActor? actor))
        {
            Queue<ActivityWork> queue = this.waiting[actor];
            while (queue.TryDequeue(out ActivityWork? work))
            {
                this.queued--;
                if (actor.Wants(work))
                {
                    if (queue.Count > 0)
                    {
                        this.round.Enqueue(actor);
                    }
                    else
                    {
                        this.waiting.Remove(actor);
                    }

                    return work;
                }
            }

            this.waiting.Remove(actor);
        }

        return null;
    }
}
