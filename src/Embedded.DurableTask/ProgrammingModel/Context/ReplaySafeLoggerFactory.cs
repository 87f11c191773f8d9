using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>Makes loggers that are silent while an orchestrator is replayed. It does not own the factory underneath.</summary>
internal sealed class ReplaySafeLoggerFactory(TaskOrchestrationContext context) : ILoggerFactory
{
    public TaskOrchestrationContext Context { get; } = context;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException(
        "A replay-safe logger factory takes no providers: add them to the host's logging instead.");

    public ILogger CreateLogger(string categoryName) =>
        new ReplaySafeLogger(Context, Context.ResolveLoggerFactory().CreateLogger(categoryName));

    public void Dispose()
    {
    }
}
