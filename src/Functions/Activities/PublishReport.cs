using CharacterFanOut.Functions.Reports;
using CharacterFanOut.Functions.Telemetry;
using Microsoft.Azure.Functions.Worker;

namespace CharacterFanOut.Functions.Activities;

/// <summary>Makes the report of a fan-out and stores it.</summary>
/// <param name="results">Where results are stored.</param>
/// <param name="comparison">What finds out what changed.</param>
/// <param name="telemetry">Who hears of it.</param>
public sealed class PublishReport(FanOutResults results, FanOutComparison comparison, FanOutTelemetry telemetry)
{
    /// <summary>Makes and stores the report.</summary>
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
