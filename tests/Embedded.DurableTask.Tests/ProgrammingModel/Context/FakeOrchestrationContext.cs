using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Context;

/// <summary>A context whose timers and events a test completes by hand.</summary>
internal sealed class FakeOrchestrationContext(ILoggerFactory? loggers = null) : TaskOrchestrationContext
{
    private readonly TaskCompletionSource _timer = new();
    private readonly TaskCompletionSource<object?> _event = new();

    public List<string> Calls { get; } = [];

    public bool Replaying { get; set; }

    public string InstanceVersion { get; set; } = string.Empty;

    public Func<FakeOrchestrationContext, ILoggerFactory>? LoggersOf { get; set; }

    public override DateTime CurrentUtcDateTime => new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public override string InstanceId => "instance";

    public override bool IsReplaying => Replaying;

    public override TaskName Name => "Fake";

    public override ParentOrchestrationInstance? Parent => null;

    public override string Version => InstanceVersion;

    protected override ILoggerFactory LoggerFactory => LoggersOf?.Invoke(this) ?? loggers ?? NullLoggerFactory.Instance;

    public void FireTimer() => _timer.TrySetResult();

    public void RaiseEvent(object? payload) => _event.TrySetResult(payload);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
        Note<TResult>($"activity {name} {input ?? "-"} {options is not null} {typeof(TResult).Name}");

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        Note<TResult>($"sub {orchestratorName} {input ?? "-"} {options is not null} {typeof(TResult).Name}");

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        Calls.Add($"continue {newInput ?? "-"} {preserveUnprocessedEvents}");

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        Calls.Add($"timer {fireAt:s}");
        return _timer.Task.WaitAsync(cancellationToken);
    }

    public override T? GetInput<T>()
        where T : default => default;

    public override Guid NewGuid() => Guid.Empty;

    public override void SendEvent(string instanceId, string eventName, object payload) => Calls.Add("send");

    public override void SetCustomStatus(object? customStatus) => Calls.Add("status");

    public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        Calls.Add($"event {eventName}");
        return (T)(await _event.Task.WaitAsync(cancellationToken))!;
    }

    private Task<T> Note<T>(string call)
    {
        Calls.Add(call);
        return Task.FromResult<T>(default!);
    }
}
