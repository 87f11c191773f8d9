using System.Text.Json;
using System.Text.Json.Serialization;
using CharacterFanOut.Cli.Comparing;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Client;

/// <summary>The one JSON policy of the terminal: camelCase, and every string read as terminal text. Generated code starts faster than reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(TerminalTextConverter)])]
[JsonSerializable(typeof(StartedFanOut))]
[JsonSerializable(typeof(PurgedFanOuts))]
[JsonSerializable(typeof(CanceledFanOuts))]
[JsonSerializable(typeof(ManyDone))]
[JsonSerializable(typeof(ServedHost))]
[JsonSerializable(typeof(FanOutState))]
[JsonSerializable(typeof(FanOutPage))]
[JsonSerializable(typeof(BatchesPage))]
[JsonSerializable(typeof(FanOutReport))]
[JsonSerializable(typeof(Schedule))]
[JsonSerializable(typeof(ScheduleList))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(FetchResult))]
[JsonSerializable(typeof(Comparison))]
[JsonSerializable(typeof(UpstreamStatistics))]
internal sealed partial class ClientJsonContext : JsonSerializerContext;

/// <summary>A response, parsed and as the host sent it.</summary>
internal sealed record Response<T>(T Value, string Json);

/// <summary>The answer to a start. Also what <c>fanout start --json</c> prints.</summary>
internal sealed record StartedFanOut(string Id);

/// <summary>What <c>fanout purge --json</c> prints.</summary>
internal sealed record PurgedFanOuts(IReadOnlyList<string> Purged);

/// <summary>What <c>fanout cancel --json</c> prints for many.</summary>
internal sealed record CanceledFanOuts(IReadOnlyList<string> Canceled);

/// <summary>The answer to a call about many fan-outs: those that it was done to, and how to go on.</summary>
internal sealed record ManyDone(IReadOnlyList<string> Ids, string? Continuation);

/// <summary>What <c>fanout serve --json</c> prints once the host is ready.</summary>
internal sealed record ServedHost(Uri Host, Uri Dashboard, string Upstream, string Data);

/// <summary>A page of fan-outs, newest first.</summary>
internal sealed record FanOutPage
{
    public IReadOnlyList<FanOutState> FanOuts { get; init; } = [];

    public string? Continuation { get; init; }
}

/// <summary>The batches from a number on, as far as they have started.</summary>
/// <param name="Batches">The batches, by number.</param>
/// <param name="Next">The number to ask from next time; batches before it do not change any more.</param>
/// <param name="More">Whether further ones have started.</param>
internal sealed record BatchesPage(FanOutState FanOut, IReadOnlyList<BatchesPage.Batch> Batches, long Next, bool More)
{
    /// <param name="Number">Its number, from 0.</param>
    /// <param name="Status">One of running, completed, failed, canceled.</param>
    /// <param name="Failed">How many of its ids failed so far.</param>
    internal sealed record Batch(long Number, string Status, long Failed);
}

/// <summary>The state of a fan-out.</summary>
internal sealed record FanOutState
{
    /// <summary>The statuses of those that are not over, for a query.</summary>
    public const string Unfinished = "running,pending,paused";

    /// <summary>The status of one in a folder that no host works on.</summary>
    public const string Stopped = "stopped";

    public string Id { get; init; } = "";

    /// <summary>One of pending, running, paused, completed, aborted, canceled, failed; or <see cref="Stopped"/>.</summary>
    public string Status { get; init; } = "";

    /// <summary>The upstream that it asks; null for one of a version that did not note it.</summary>
    public string? Upstream { get; init; }

    public long Requested { get; init; }

    public long Fetched { get; init; }

    public long Failed { get; init; }

    public long Retried { get; init; }

    public long ThrottledWaits { get; init; }

    public long InFlight { get; init; }

    public DateTimeOffset? ThrottledUntil { get; init; }

    public UpstreamWait? Waiting { get; init; }

    public double? IdsPerSecond { get; init; }

    public double? SecondsLeft { get; init; }

    public long Batches { get; init; }

    public long BatchesDone { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUpdatedAt { get; init; }

    public bool Canceling { get; init; }

    public FanOutRequest? Request { get; init; }

    public string? RetryOf { get; init; }

    public IReadOnlyList<string> Retries { get; init; } = [];

    public string? Error { get; init; }

    /// <summary>What keeps it from going on, or its results from being reached.</summary>
    public string? Problem { get; init; }

    /// <summary>What happened to it, oldest first; null from a host of a version that did not note it.</summary>
    public IReadOnlyList<LoggedEvent>? Log { get; init; }

    public bool IsOver => Status is "completed" or "aborted" or "canceled" or "failed";

    public bool IsPaused => Status is "paused";

    /// <summary>How many ids have an outcome.</summary>
    public long Finished => Fetched + Failed;
}

/// <summary>That the upstream is waited for.</summary>
/// <param name="Reason">One of throttled, unreachable, slow, otherUpstream, rateLimited.</param>
internal sealed record UpstreamWait(string Reason, DateTimeOffset Since, DateTimeOffset NextTryAt, DateTimeOffset? GivenUpAt, string Error);

/// <summary>The schedules of a host, by name.</summary>
internal sealed record ScheduleList(IReadOnlyList<Schedule> Schedules);

/// <summary>A schedule.</summary>
internal sealed record Schedule
{
    public string Name { get; init; } = "";

    /// <summary>When: NCRONTAB in UTC.</summary>
    [JsonPropertyName("schedule")]
    public string Cron { get; init; } = "";

    public FanOutRequest? Request { get; init; }

    public string Upstream { get; init; } = "";

    public DateTimeOffset NextAt { get; init; }

    /// <summary>The last occurrences, the newest first.</summary>
    public IReadOnlyList<Run> Runs { get; init; } = [];

    /// <param name="DueAt">When it was due.</param>
    /// <param name="FanOut">The fan-out that was started; null when none was.</param>
    /// <param name="Skipped">Why none was.</param>
    internal sealed record Run(DateTimeOffset DueAt, string? FanOut, string? Skipped);
}

/// <summary>Something that happened to a fan-out.</summary>
/// <param name="Event">What it was, such as waiting or paused.</param>
/// <param name="Detail">More of it, such as the last error.</param>
/// <param name="Reason">Why the upstream was waited for: as in <see cref="UpstreamWait"/>.</param>
/// <param name="Until">When it was over; null for what is over at once, and for a wait that lasts.</param>
internal sealed record LoggedEvent(DateTimeOffset At, string Event, string? Detail = null, string? Reason = null, DateTimeOffset? Until = null);

/// <summary>RFC 9457 problem details.</summary>
internal sealed record Problem
{
    private const string NoSuchFanOut = "No such fan-out.";
    private const string OfSchedule = "request.";

    public string? Title { get; init; }

    public string? Detail { get; init; }

    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Reads a body and describes it for a terminal; null when it is no problem details.</summary>
    public static string? Describe(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ClientJsonContext.Default.Problem)?.Describe();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string? Describe() => this switch
    {
        { Title: NoSuchFanOut, Detail: { } detail } => $"{detail} fanout list shows those that exist.",
        { Errors: { Count: > 0 } errors } => string.Join(
            Environment.NewLine, from field in errors from error in field.Value select $"{OptionName(field.Key)}: {error}"),
        { Title: { } title, Detail: { } detail } => $"{title} {detail}",
        _ => Detail ?? Title,
    };

    // The option that sets the field.
    private static string OptionName(string field) => field switch
    {
        "" => "request",
        "ids" => "ids",
        "schedule" => "cron",
        _ when field.StartsWith(OfSchedule, StringComparison.Ordinal) => OptionName(field[OfSchedule.Length..]),
        "saveCharacters" => "--no-save",
        "what" => "--kind",
        "notifyUri" => "--notify",
        _ => "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(field),
    };
}
