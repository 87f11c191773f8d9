using DurableTask.Core;

namespace DurableTask.Sqlite.CrashHost;

/// <summary>What an orchestrator that is a delegate is given: the framework's context, and events that can be awaited.</summary>
public sealed class Orchestration(OrchestrationContext context)
{
    private readonly Dictionary<string, Queue<string>> arrived = [];
    private readonly Dictionary<string, Queue<TaskCompletionSource<string>>> waiting = [];

    public OrchestrationContext Context { get; } = context;

    public string InstanceId => this.Context.OrchestrationInstance.InstanceId;

    public string? Status { get; set; }

    public Task<T> CallAsync<T>(string activity, object? input) => this.Context.ScheduleTask<T>(activity, "", input!);

    public Task<T> CallSubAsync<T>(string name, string instanceId, object? input) => this.Context.CreateSubOrchestrationInstance<T>(name, "", instanceId, input);

    public Task DelayAsync(TimeSpan time, CancellationToken cancellationToken = default) =>
        this.Context.CreateTimer(this.Context.CurrentUtcDateTime + time, "", cancellationToken);

    public Task<string> WaitAsync(string name)
    {
        if (this.arrived.TryGetValue(name, out Queue<string>? events) && events.TryDequeue(out string? value))
        {
            return Task.FromResult(value);
        }

        var source = new TaskCompletionSource<string>();
        if (!this.waiting.TryGetValue(name, out Queue<TaskCompletionSource<string>>? sources))
        {
            this.waiting.Add(name, sources = new());
        }

        sources.Enqueue(source);
        return source.Task;
    }

    /// <summary>Takes the events that came and that nobody has awaited.</summary>
    public IReadOnlyList<string> TakeAll(string name)
    {
        string[] all = [.. this.arrived.GetValueOrDefault(name) ?? new()];
        this.arrived.Remove(name);
        return all;
    }

    internal void Raise(string name, string value)
    {
        if (this.waiting.TryGetValue(name, out Queue<TaskCompletionSource<string>>? sources) && sources.TryDequeue(out TaskCompletionSource<string>? source))
        {
            source.SetResult(value);
            return;
        }

        if (!this.arrived.TryGetValue(name, out Queue<string>? events))
        {
            this.arrived.Add(name, events = new());
        }

        events.Enqueue(value);
    }
}

/// <summary>An orchestrator that is a delegate.</summary>
internal sealed class DelegateOrchestration<TInput, TResult>(Func<Orchestration, TInput, Task<TResult>> run) : TaskOrchestration<TResult, TInput, string, string>
{
    private readonly List<(string Name, string Value)> early = [];
    private Orchestration? orchestration;

    public override Task<TResult> RunTask(OrchestrationContext context, TInput input)
    {
        this.orchestration = new Orchestration(context);
        this.early.ForEach(e => this.orchestration.Raise(e.Name, e.Value));
        return run(this.orchestration, input);
    }

    public override void OnEvent(OrchestrationContext context, string name, string input)
    {
        if (this.orchestration is null)
        {
            this.early.Add((name, input));
        }
        else
        {
            this.orchestration.Raise(name, input);
        }
    }

    public override string OnGetStatus() => this.orchestration?.Status!;
}

/// <summary>An activity that is a delegate.</summary>
internal sealed class DelegateActivity<TInput, TResult>(Func<TaskContext, TInput, Task<TResult>> run) : AsyncTaskActivity<TInput, TResult>
{
    protected override Task<TResult> ExecuteAsync(TaskContext context, TInput input) => run(context, input);
}

internal sealed class Creator<T> : ObjectCreator<T>
{
    private readonly Func<T> create;

    public Creator(string name, string version, Func<T> create)
    {
        this.Name = name;
        this.Version = version;
        this.create = create;
    }

    public override T Create() => this.create();
}
