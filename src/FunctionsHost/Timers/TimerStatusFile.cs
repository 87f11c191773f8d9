namespace FunctionsHost.Timers;

/// <summary>Where a timer's schedule stands.</summary>
/// <param name="Last">The occurrence that ran last; the default value before the first.</param>
/// <param name="LastUpdated">When this status was written.</param>
/// <param name="Next">The occurrence that is next.</param>
internal sealed record ScheduleStatus(DateTime Last, DateTime LastUpdated, DateTime Next);

/// <summary>
/// Where the timers' schedules stand, kept across restarts in one small file that is always replaced whole.
/// </summary>
internal sealed partial class TimerStatusFile(HostSettings settings, ILogger<TimerStatusFile> logger)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Lock _lock = new();
    private readonly string _path = Path.Combine(settings.DataDirectory, "timers.json");
    private Dictionary<string, ScheduleStatus>? _statuses;

    /// <summary>What was last kept for a function; null when nothing was.</summary>
    public ScheduleStatus? Read(string function)
    {
        lock (_lock)
        {
            return (_statuses ??= Load()).GetValueOrDefault(function);
        }
    }

    /// <summary>Keeps a function's status.</summary>
    public void Write(string function, ScheduleStatus status)
    {
        lock (_lock)
        {
            (_statuses ??= Load())[function] = status;
            Directory.CreateDirectory(settings.DataDirectory);
            var next = _path + ".new";
            using (var file = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                JsonSerializer.Serialize(file, _statuses, Json);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, _path, overwrite: true);
        }
    }

    private Dictionary<string, ScheduleStatus> Load()
    {
        if (!File.Exists(_path))
        {
            return new(StringComparer.OrdinalIgnoreCase);
        }

        try
        {
            return new(JsonSerializer.Deserialize<Dictionary<string, ScheduleStatus>>(File.ReadAllBytes(_path), Json) ?? [], StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // Schedules can be counted anew from now; a host that does not start for this would help nobody.
            Log.Unreadable(logger, _path, e);
            return new(StringComparer.OrdinalIgnoreCase);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Path} is not readable: the timers' schedules begin anew.")]
        public static partial void Unreadable(ILogger logger, string path, Exception exception);
    }
}
