using CharacterFanOut.Functions.Reports;
using CharacterFanOut.Functions.Telemetry;
using Microsoft.Azure.Functions.Worker;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>Makes the report of a fan-out and stores it.</summary>
public sealed class PublishReport(FanOutResults results, FanOutComparison comparison, FanOutTelemetry telemetry)
{
    [Function(nameof(PublishReport))]
    public async Task RunAsync([ActivityTrigger] ReportInput input, CancellationToken cancellation)
    {
        var (request, progress) = (input.Input.Request, input.Input.Progress!);
        var notStarted = new BatchPlan(request.Ids, request.BatchSize, request.MaxConcurrency).From(progress.NextBatch);
        var merged = progress.Merged with { NotAttempted = (progress.Merged.NotAttempted ?? IdSet.Empty).Union(notStarted) };
        var report = FanOutReport.Create(
            input.FanOutId, input.Result, request.Ids, merged, progress.StartedAt, input.FinishedAt) with
        {
            Characters = request.SaveCharacters ? results.CharactersLocation(input.FanOutId) : null,
            Upstream = input.Input.Upstream,
            RetryOf = input.Input.RetryOf,
            Changes = input.Input.Since is { } since
                ? await comparison.CompareAsync(since, input.FanOutId, cancellation)
                : null,
        };
        await results.SaveReportAsync(report, cancellation);
        telemetry.Finished(report);
    }
}

/// <summary>What a report is made of.</summary>
/// <param name="Input">What was asked for, with everything that was done.</param>
public sealed record ReportInput(
    string FanOutId,
    FanOutResult Result,
    FanOutInput Input,
    DateTimeOffset FinishedAt);

/// <summary>What a notice says of a fan-out; the rest is in its report.</summary>
public sealed record ReportSummary
{
    public required string Id { get; init; }
    public required FanOutResult Result { get; init; }
    public required long Requested { get; init; }
    public required long Fetched { get; init; }
    public required long Failed { get; init; }
    public required IReadOnlyDictionary<string, long> FailedByKind { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset FinishedAt { get; init; }

    public static ReportSummary Of(FanOutReport report) => new()
    {
        Id = report.Id,
        Result = report.Result,
        Requested = report.Requested,
        Fetched = report.Fetched,
        Failed = report.Failed,
        FailedByKind = report.FailedByKind,
        StartedAt = report.StartedAt,
        FinishedAt = report.FinishedAt,
    };
}
