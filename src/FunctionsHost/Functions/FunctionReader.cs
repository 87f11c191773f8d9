using FunctionsHost.Timers;

namespace FunctionsHost.Functions;

/// <summary>Reads what this host needs of a function's trigger; what is wrong with it goes to the list of problems.</summary>
internal sealed class FunctionReader(HostSettings settings, SettingText text, List<string> problems)
{
    private static readonly TimeSpan ShortestMonitored = TimeSpan.FromMinutes(1);
    private static readonly HashSet<string> Supported = new(StringComparer.OrdinalIgnoreCase) { "httpTrigger", "timerTrigger", "orchestrationTrigger", "activityTrigger" };

    /// <summary>Whether this host has the function's trigger.</summary>
    public static bool IsSupported(FunctionDefinition function) => Supported.Contains(function.Trigger.Type);

    /// <summary>The function; null when it is misdeclared.</summary>
    public DeclaredFunction? Read(FunctionDefinition function)
    {
        try
        {
            return function.Trigger.Type.ToUpperInvariant() switch
            {
                "HTTPTRIGGER" => new(function, RouteReader.Read(function, settings, text), null),
                "TIMERTRIGGER" => new(function, null, ReadTimer(function)),
                _ => new(function, null, null),
            };
        }
        catch (FormatException e)
        {
            problems.Add($"Function '{function.Name}' {e.Message}.");
            return null;
        }
        catch (InvalidOperationException)
        {
            // Such as a number where a text belongs.
            problems.Add($"Function '{function.Name}' has a trigger that cannot be read, {function.Trigger.Properties}.");
            return null;
        }
    }

    private TimerDeclaration ReadTimer(FunctionDefinition function)
    {
        var trigger = function.Trigger.Properties;
        TimerSchedule schedule;
        try
        {
            schedule = TimerSchedule.Parse(text.Expand(trigger.TryGetProperty("schedule", out var value) ? value.GetString() ?? "" : ""), settings.TimeZone);
        }
        catch (FormatException e)
        {
            throw new FormatException($"has a schedule that cannot be used: {e.Message}", e);
        }

        var monitored = Flag("useMonitor", ifAbsent: true) && schedule.ShortestInterval >= ShortestMonitored;
        try
        {
            return new TimerDeclaration(schedule, Flag("runOnStartup", ifAbsent: false), monitored, function.Retry is { } retry ? TimerRetry.Create(retry) : null);
        }
        catch (FormatException e)
        {
            throw new FormatException($"has a retry that cannot be used: {e.Message}", e);
        }

        bool Flag(string name, bool ifAbsent) => trigger.TryGetProperty(name, out var value)
            ? value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && string.Equals(value.GetString(), "true", StringComparison.OrdinalIgnoreCase))
            : ifAbsent;
    }
}
