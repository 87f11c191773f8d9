namespace Microsoft.Extensions.Logging;

/// <summary>Metrics by way of the log.</summary>
public static partial class FunctionsLoggerExtensions
{
    /// <summary>Notes a metric. The Functions host sends it to Application Insights; here it is a line of the log, with its properties as a scope.</summary>
    /// <param name="logger">The log.</param>
    /// <param name="name">The metric.</param>
    /// <param name="value">Its value.</param>
    /// <param name="properties">What else to say about it.</param>
    public static void LogMetric(this ILogger logger, string name, double value, IDictionary<string, object>? properties = null)
    {
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentNullException.ThrowIfNull(name);
        using var scope = properties is null ? null : logger.BeginScope(properties);
        Metric(logger, name, value);
    }

    [LoggerMessage(1, LogLevel.Information, "Metric {Name}: {Value}")]
    private static partial void Metric(ILogger logger, string name, double value);
}
