using System.Collections.Concurrent;
using FunctionsHost.Worker.Protocol;

namespace FunctionsHost.Worker;

/// <summary>Puts the worker's log into the host's: under the worker's own categories, so that host.json's levels apply to them.</summary>
internal sealed class WorkerLog(ILoggerFactory loggers)
{
    private const string DefaultCategory = "Worker";

    private readonly ConcurrentDictionary<string, ILogger> _byCategory = new(StringComparer.Ordinal);
    private readonly ILogger _console = loggers.CreateLogger("Worker.Console");

    /// <summary>Writes what the worker logged.</summary>
    public void Write(RpcLog entry)
    {
        if (entry.LogCategory == RpcLog.Types.RpcLogCategory.CustomMetric)
        {
            return;
        }

        var level = Level(entry.Level);
        var logger = _byCategory.GetOrAdd(entry.Category.Length == 0 ? DefaultCategory : entry.Category, static (category, all) => all.CreateLogger(category), loggers);
        if (logger.IsEnabled(level))
        {
            logger.Log(level, default, new Entry(entry), exception: null, static (state, _) => state.ToString());
        }
    }

    /// <summary>Writes a line that the worker printed.</summary>
    public void Print(string line) => _console.Log(LogLevel.Information, default, line, exception: null, static (state, _) => state);

    private static LogLevel Level(RpcLog.Types.Level level) => level switch
    {
        RpcLog.Types.Level.Trace => LogLevel.Trace,
        RpcLog.Types.Level.Debug => LogLevel.Debug,
        RpcLog.Types.Level.Information => LogLevel.Information,
        RpcLog.Types.Level.Warning => LogLevel.Warning,
        RpcLog.Types.Level.Error => LogLevel.Error,
        RpcLog.Types.Level.Critical => LogLevel.Critical,
        _ => LogLevel.None,
    };

    /// <summary>A line of the log, with the invocation as a property for whoever keeps structured logs.</summary>
    private sealed class Entry(RpcLog log) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 1;

        public KeyValuePair<string, object?> this[int index] => index == 0
            ? new("InvocationId", log.InvocationId)
            : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return this[0];
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => log.Exception is { } e ? $"{log.Message}{Environment.NewLine}{Text(e)}" : log.Message;

        // A user's exception comes in parts; any other one as a whole, in the message.
        private static string Text(RpcException e) => e.IsUserException ? $"{e.Type}: {e.Message}{Environment.NewLine}{e.StackTrace}" : e.Message;
    }
}
