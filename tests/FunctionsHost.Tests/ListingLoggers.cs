using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Tests;

/// <summary>Keeps what is logged for people to read.</summary>
internal sealed class ListingLoggers : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => Lines.Enqueue(formatter(state, exception));

    public void Dispose()
    {
    }
}
