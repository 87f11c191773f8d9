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
[JsonSerializable(typeof(FanOutView))]
[JsonSerializable(typeof(FanOutList))]
[JsonSerializable(typeof(BatchesPage))]
[JsonSerializable(typeof(FanOutReport))]
[JsonSerializable(typeof(Schedule))]
[JsonSerializable(typeof(ScheduleList))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(FetchResult))]
[JsonSerializable(typeof(Comparison))]
[JsonSerializable(typeof(UpstreamStatistics))]
internal sealed partial class ClientJsonContext : JsonSerializerContext
{
    /// <summary>Reads a state once: the first use of the serializer takes 0.1 s.</summary>
    public static void WarmUp() => JsonSerializer.Deserialize(
        """
        {"fanOuts":[{"id":"","status":"running","requested":1,"fetched":0,"failed":0,"inFlight":0,"batches":1,"batchesDone":0,
        "createdAt":"2026-01-01T00:00:00Z","lastUpdatedAt":"2026-01-01T00:00:00Z","request":{"ids":"1"},"log":[]}]}
        """,
        Default.FanOutList);
}

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

/// <summary>The schedules of a host, by name.</summary>
internal sealed record ScheduleList(IReadOnlyList<Schedule> Schedules);

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

    /// <param name="FanOut">The fan-out that was started; null when none was.</param>
    internal sealed record Run(DateTimeOffset DueAt, string? FanOut, string? Skipped);
}

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
