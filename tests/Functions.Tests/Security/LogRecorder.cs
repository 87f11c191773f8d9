using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CharacterFanOut.Functions.Tests.Security;

/// <summary>Keeps every line that anything logs, with what its template was filled with, its scopes and its exception.</summary>
internal sealed class LogRecorder : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Keep(state);
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Lines.Enqueue($"{formatter(state, exception)} {exception}");
        Keep(state);
    }

    public void Dispose()
    {
    }

    private void Keep(object? state)
    {
        if (state is IEnumerable<KeyValuePair<string, object?>> values)
        {
            Lines.Enqueue(string.Join(' ', values.Select(value => $"{value.Key}={value.Value}")));
        }
    }
}
