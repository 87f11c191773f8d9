using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace CharacterFanOut.Functions.Telemetry;

/// <summary>
/// Says what came of each fan-out, as a log record (for one) and as metrics (for all of them).
/// Activities call it, never orchestrators: a replay says nothing. An activity that runs twice, because its worker was lost, says it twice.
/// </summary>
public sealed partial class FanOutTelemetry : IDisposable
{
    public const string MeterName = "CharacterFanOut";

    private const string Fetched = "fetched";

    private readonly Counter<long> fetches;
    private readonly Counter<long> finished;
    private readonly Histogram<double> duration;
    private readonly Counter<long> ids;
    private readonly ILogger<FanOutTelemetry> logger;
    private readonly Meter meter;
    private long inFlight;

    public FanOutTelemetry(IMeterFactory meters, ILogger<FanOutTelemetry> logger)
    {
        this.logger = logger;
        meter = meters.Create(MeterName);
        fetches = meter.CreateCounter<long>("fanout.fetches", "{fetch}", "Fetches that have ended, by outcome: fetched, the kind of failure, or what is waited for.");

        // Observed: changes alone would be counted from whenever somebody begins to listen, and come out below zero.
        meter.CreateObservableUpDownCounter("fanout.fetches.in_flight", () => Interlocked.Read(ref inFlight), "{fetch}", "Fetches under way.");
        finished = meter.CreateCounter<long>("fanout.finished", "{fan-out}", "Fan-outs that have finished, by result.");
        ids = meter.CreateCounter<long>("fanout.ids", "{id}", "Ids of finished fan-outs, by outcome: fetched, or the kind of failure.");
        duration = meter.CreateHistogram<double>("fanout.duration", "s", "Time from the start of a fan-out to its report.");
    }

    /// <summary>Fetches, and counts it.</summary>
    public async Task<FetchOutcome<T>> CountAsync<T>(Func<Task<FetchOutcome<T>>> fetch)
        where T : class
    {
        Interlocked.Increment(ref inFlight);
        try
        {
            var outcome = await fetch();
            var name = outcome.Failure is { } failure ? FailureKinds.Name(failure.Kind) : outcome.Unavailable is { } wait ? JsonNamingPolicy.CamelCase.ConvertName(wait.Reason.ToString()) : Fetched;
            fetches.Add(1, new KeyValuePair<string, object?>("outcome", name));
            return outcome;
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }
    }

    /// <summary>Tells of a finished fan-out.</summary>
    public void Finished(FanOutReport report)
    {
        var result = new KeyValuePair<string, object?>("result", report.Result.ToString());
        finished.Add(1, result);
        duration.Record(report.Seconds, result);
        ids.Add(report.Fetched, new KeyValuePair<string, object?>("outcome", Fetched));
        foreach (var (kind, count) in report.FailedByKind)
        {
            ids.Add(count, new KeyValuePair<string, object?>("outcome", kind));
        }

        Log.FanOutFinished(logger, report.Id, report.Result, report.Requested, report.Fetched, report.Failed, report.Seconds);
    }

    public void Dispose() => meter.Dispose();

    private static partial class Log
    {
        // The name of this event and of its properties are what infra/queries/failed-ids.kql asks for.
        [LoggerMessage(1, LogLevel.Information, "Fan-out {FanOutId} is over ({Result}): {Fetched} of {Requested} fetched, {Failed} failed, in {Seconds} s")]
        public static partial void FanOutFinished(
            ILogger logger, string fanOutId, FanOutResult result, long requested, long fetched, long failed, double seconds);
    }
}
