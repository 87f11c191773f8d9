using System.Net;

namespace FunctionsHost.Hosting;

/// <summary>Everything the host goes by, from code, host.json, local.settings.json and the environment.</summary>
internal sealed class HostSettings
{
    public const long DefaultMaxRequestBodySize = 100 * 1024 * 1024;
    public const int DefaultMaxFailedKeysPerMinute = 30;
    public const int DefaultMaxConcurrentRequests = 100;
    public const string DefaultTaskHub = "TestHubName";

    /// <summary>A timer's clock counts no further than some weeks.</summary>
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(30);

    private static readonly char[] ListSeparators = [',', ';'];

    /// <summary>The app's folder: full path.</summary>
    public required string AppDirectory { get; init; }

    public required string RoutePrefix { get; init; }

    /// <summary>Where <c>/</c> leads, such as <c>/api/dashboard</c>; null when nowhere.</summary>
    public required string? HomePath { get; init; }

    /// <summary>Where <c>/metrics</c> is answered, such as <c>/api/metrics</c>; null when nowhere.</summary>
    public required string? MetricsPath { get; init; }

    public required string TaskHub { get; init; }

    public required IPAddress BindAddress { get; init; }

    public required int Port { get; init; }

    public required string DataDirectory { get; init; }

    public required FunctionsHostStorage Storage { get; init; }

    /// <summary>Whether the host takes no work and changes nothing.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>How long a function may run; null for no limit.</summary>
    public required TimeSpan? FunctionTimeout { get; init; }

    /// <summary>How long a worker may take to load its functions.</summary>
    public required TimeSpan WorkerStartTimeout { get; init; }

    public required IReadOnlyList<string> AllowedHosts { get; init; }

    /// <summary>Whose X-Forwarded-* headers are believed.</summary>
    public required IReadOnlyList<IPAddress> TrustedProxies { get; init; }

    public required IReadOnlyList<string> CorsOrigins { get; init; }

    public required bool CorsCredentials { get; init; }

    public required TimeZoneInfo TimeZone { get; init; }

    public required long MaxRequestBodySize { get; init; }

    /// <summary>How many HTTP functions run at a time.</summary>
    public required int MaxConcurrentRequests { get; init; }

    /// <summary>How many HTTP requests run and wait, before others are refused.</summary>
    public required int MaxOutstandingRequests { get; init; }

    public required int MaxFailedKeysPerMinute { get; init; }

    public int? MaxConcurrentActivities { get; init; }

    public int? MaxConcurrentOrchestrators { get; init; }

    public bool? ExtendedSessionsEnabled { get; init; }

    public TimeSpan? ExtendedSessionIdleTimeout { get; init; }

    public static HostSettings Read(FunctionsHostOptions options, string appDirectory, HostConfiguration sources)
    {
        var (configuration, hostJson) = (sources.Settings, sources.HostJson);
        var durable = hostJson.GetSection("extensions:durableTask");
        return new HostSettings
        {
            AppDirectory = appDirectory,
            RoutePrefix = (hostJson["extensions:http:routePrefix"] ?? "api").Trim('/'),
            HomePath = ReadPath(configuration["FunctionsHost:HomePath"]),
            MetricsPath = ReadPath(configuration["FunctionsHost:MetricsPath"]),
            TaskHub = ExpandHub(durable["hubName"] ?? DefaultTaskHub, configuration),
            BindAddress = ReadAddress(options.BindAddress ?? configuration["FunctionsHost:BindAddress"] ?? FunctionsHostOptions.DefaultBindAddress),
            Port = options.Port ?? ReadNumber(configuration, "Host:LocalHttpPort", 0, 65535) ?? FunctionsHostOptions.DefaultPort,
            DataDirectory = Path.GetFullPath(options.DataDirectory ?? configuration["FunctionsHost:DataDirectory"] ?? FunctionsHostOptions.DefaultDataDirectory),
            ReadOnly = options.ReadOnly,
            Storage = options.Storage ?? ReadStorage(configuration["FunctionsHost:Storage"]),
            FunctionTimeout = ReadTimeout(hostJson["functionTimeout"]),
            WorkerStartTimeout = options.WorkerStartTimeout,
            AllowedHosts = options.AllowedHosts ?? Split(configuration["FunctionsHost:AllowedHosts"]),
            TrustedProxies = [.. Split(configuration["FunctionsHost:TrustedProxies"]).Select(static text => IPAddress.TryParse(text, out var address)
                ? address
                : throw new InvalidOperationException($"FunctionsHost:TrustedProxies names '{text}', which is not an IP address: give those of the proxies, such as 127.0.0.1;::1."))],
            CorsOrigins = Split(configuration["Host:CORS"]),
            CorsCredentials = ReadFlag(configuration, "Host:CORSCredentials") ?? false,
            TimeZone = ReadZone(configuration["WEBSITE_TIME_ZONE"]),
            MaxRequestBodySize = ReadNumber(configuration, "FunctionsHost:MaxRequestBodySize", 1, int.MaxValue) ?? DefaultMaxRequestBodySize,
            MaxConcurrentRequests = ReadLimit(hostJson, "extensions:http:maxConcurrentRequests") ?? DefaultMaxConcurrentRequests,
            MaxOutstandingRequests = ReadLimit(hostJson, "extensions:http:maxOutstandingRequests") ?? int.MaxValue,
            MaxFailedKeysPerMinute = ReadNumber(configuration, "FunctionsHost:MaxFailedKeysPerMinute", 1, int.MaxValue) ?? DefaultMaxFailedKeysPerMinute,
            MaxConcurrentActivities = ReadNumber(durable, "maxConcurrentActivityFunctions", 1, int.MaxValue),
            MaxConcurrentOrchestrators = ReadNumber(durable, "maxConcurrentOrchestratorFunctions", 1, int.MaxValue),
            ExtendedSessionsEnabled = ReadFlag(durable, "extendedSessionsEnabled"),
            ExtendedSessionIdleTimeout = ReadNumber(durable, "extendedSessionIdleTimeoutInSeconds", 0, int.MaxValue) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    private static string ExpandHub(string hub, IConfiguration configuration)
    {
        try
        {
            return new SettingText(configuration).Expand(hub);
        }
        catch (FormatException e)
        {
            throw new InvalidOperationException($"extensions:durableTask:hubName in host.json cannot be used: {e.Message}.", e);
        }
    }

    private static string? ReadPath(string? text) => text is { Length: > 0 } ? $"/{text.TrimStart('/')}" : null;

    private static FunctionsHostStorage ReadStorage(string? text) => text is not { Length: > 0 }
        ? FunctionsHostStorage.Sqlite
        : Enum.TryParse<FunctionsHostStorage>(text, ignoreCase: true, out var storage) && Enum.IsDefined(storage)
            ? storage
            : throw new InvalidOperationException($"FunctionsHost:Storage is '{text}': it must be sqlite or azure.");

    // Without the setting, HTTP functions and all others run for as long as they like, as in a dedicated plan.
    private static TimeSpan? ReadTimeout(string? text) => text is null or "" or "-1"
        ? null
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout) && timeout > TimeSpan.Zero && timeout <= LongestTimeout
            ? timeout
            : throw new InvalidOperationException($"functionTimeout in host.json is '{text}': it must be a time span such as 00:05:00, up to 30 days, or -1 for no limit.");

    private static string[] Split(string? list)
        => list?.Split(ListSeparators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static IPAddress ReadAddress(string text)
    {
        if (string.Equals(text, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return IPAddress.Loopback;
        }

        return IPAddress.TryParse(text, out var address)
            ? address
            : throw new InvalidOperationException($"The bind address '{text}' is not an IP address: give one, such as 127.0.0.1.");
    }

    private static TimeZoneInfo ReadZone(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return TimeZoneInfo.Utc;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new InvalidOperationException($"WEBSITE_TIME_ZONE is '{name}', which this machine does not know: give a name such as Europe/Berlin.");
    }

    // -1 is no limit.
    private static int? ReadLimit(IConfiguration configuration, string key) => configuration[key] == "-1" ? int.MaxValue : ReadNumber(configuration, key, 1, int.MaxValue);

    private static int? ReadNumber(IConfiguration configuration, string key, int least, int most)
    {
        if (configuration[key] is not { Length: > 0 } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new InvalidOperationException($"'{key}' is '{text}': it must be a whole number from {least} to {most}.");
    }

    private static bool? ReadFlag(IConfiguration configuration, string key)
    {
        if (configuration[key] is not { Length: > 0 } text)
        {
            return null;
        }

        return bool.TryParse(text, out var flag) ? flag : throw new InvalidOperationException($"'{key}' is '{text}': it must be true or false.");
    }
}
