using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <content>Logging once, however often the code is replayed.</content>
public abstract partial class TaskOrchestrationContext
{
    private const int MaxWrappers = 10;

    private ReplaySafeLoggerFactory? _replaySafeLoggerFactory;

    /// <summary>A factory whose loggers are silent while the orchestrator is replayed.</summary>
    public virtual ILoggerFactory ReplaySafeLoggerFactory => _replaySafeLoggerFactory ??= new ReplaySafeLoggerFactory(this);

    /// <summary>The factory of the loggers underneath. A context that wraps another returns the other's <see cref="ReplaySafeLoggerFactory"/>.</summary>
    protected abstract ILoggerFactory LoggerFactory { get; }

    /// <summary>A logger that is silent while the orchestrator is replayed.</summary>
    /// <param name="type">The type whose name is the logger's category.</param>
    public virtual ILogger CreateReplaySafeLogger(Type type) =>
        new ReplaySafeLogger(this, ResolveLoggerFactory().CreateLogger(type));

    /// <summary>A logger that is silent while the orchestrator is replayed.</summary>
    /// <param name="categoryName">The logger's category.</param>
    public virtual ILogger CreateReplaySafeLogger(string categoryName) =>
        new ReplaySafeLogger(this, ResolveLoggerFactory().CreateLogger(categoryName));

    /// <summary>A logger that is silent while the orchestrator is replayed.</summary>
    /// <typeparam name="T">The type whose name is the logger's category.</typeparam>
    public virtual ILogger CreateReplaySafeLogger<T>() =>
        new ReplaySafeLogger(this, ResolveLoggerFactory().CreateLogger<T>());

    /// <summary>The first factory down the chain of wrapping contexts that is not itself replay-safe: silence is asked about once.</summary>
    internal ILoggerFactory ResolveLoggerFactory()
    {
        var factory = LoggerFactory;
        for (var wrappers = 0; factory is ReplaySafeLoggerFactory wrapped; wrappers++)
        {
            if (wrappers == MaxWrappers)
            {
                throw new InvalidOperationException(
                    $"{GetType()}.{nameof(LoggerFactory)} leads back to itself: it should return the wrapped context's {nameof(ReplaySafeLoggerFactory)}, not its own.");
            }

            factory = wrapped.Context.LoggerFactory;
        }

        return factory;
    }
}
