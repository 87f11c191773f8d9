namespace EmbeddedFunctions.DurableTask.Engine.Orchestrations;

/// <summary>
/// The one logical thread that an orchestrator's code runs on. Everything that it awaits from its context continues in line, inside
/// <see cref="Run"/>; what comes back from anywhere else (a thread pool timer, an HTTP call) is refused and reported.
/// </summary>
internal sealed class OrchestratorThread : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> posted = new();
    private readonly InlineScheduler scheduler;
    private readonly Action foreignContinuation;
    private int runningOn;

    /// <param name="foreignContinuation">Told, on the foreign thread, that something other than the context has resumed the orchestrator.</param>
    public OrchestratorThread(Action foreignContinuation)
    {
        this.foreignContinuation = foreignContinuation;
        this.scheduler = new InlineScheduler(this);
    }

    /// <summary>Whether the caller is the orchestrator's code.</summary>
    public bool IsCurrent => this.runningOn == Environment.CurrentManagedThreadId;

    /// <summary>Runs <paramref name="step"/> and all that it resumes, until everything awaits.</summary>
    public void Run(Action step)
    {
        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        this.runningOn = Environment.CurrentManagedThreadId;
        try
        {
            // As a task of our scheduler, so that ContinueWith and friends stay on this thread too.
            var task = new Task(step);
            task.RunSynchronously(this.scheduler);
            while (this.posted.TryDequeue(out (SendOrPostCallback Callback, object? State) item))
            {
                item.Callback(item.State);
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            this.runningOn = 0;
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (this.IsCurrent)
        {
            this.posted.Enqueue((d, state));
        }
        else
        {
            this.foreignContinuation();
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (this.IsCurrent)
        {
            d(state);
        }
        else
        {
            this.foreignContinuation();
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    private sealed class InlineScheduler(OrchestratorThread thread) : TaskScheduler
    {
        public override int MaximumConcurrencyLevel => 1;

        protected override void QueueTask(Task task)
        {
            if (thread.IsCurrent)
            {
                thread.posted.Enqueue((_ => this.TryExecuteTask(task), null));
            }
            else
            {
                thread.foreignContinuation();
            }
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
            thread.IsCurrent && this.TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
