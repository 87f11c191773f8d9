using CharacterFanOut.Functions.Orchestrations;
using CharacterFanOut.Functions.Reports;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Operations;

/// <summary>The ids of a fan-out by what came of them.</summary>
/// <param name="Requested">All of them.</param>
/// <param name="NotAttempted">Those that have no outcome.</param>
/// <param name="Failed">Those that failed, by kind; a kind that did not occur is left out.</param>
public sealed record IdOutcomes(IdSet Requested, IdSet NotAttempted, IReadOnlyDictionary<FailureKind, IdSet> Failed)
{
    public IdSet AllFailed => Failed.Values.Aggregate(IdSet.Empty, (all, ids) => all.Union(ids));
    public IdSet Fetched => Requested.Except(NotAttempted).Except(AllFailed);

    /// <summary>Reads them out of what is stored of a fan-out; null when there is no such fan-out.</summary>
    public static async Task<IdOutcomes?> ReadAsync(DurableTaskClient client, FanOutResults results, string id, CancellationToken cancellation)
    {
        IdSet requested, notAttempted;
        if (await results.LoadReportAsync(id, cancellation) is { } report)
        {
            (requested, notAttempted) = (report.Ids, report.NotAttemptedIds);
        }
        else if (await FanOutReader.FindAsync(client, id, cancellation) is { } fanOut && FanOutReader.InputOf(fanOut) is { } input)
        {
            // It runs, or was ended at once: what its batches did counts for those alone that came to their end.
            requested = input.Request.Ids;
            var query = new OrchestrationQuery(
                InstanceIdPrefix: BatchOrchestrator.InstanceIdPrefix(id), Statuses: [OrchestrationRuntimeStatus.Completed], FetchInputsAndOutputs: true);
            var attempted = await client.GetAllInstancesAsync(query)
                .Select(batch => batch.ReadInputAs<BatchInput>()!.Ids.Except(batch.ReadOutputAs<BatchReport>()!.NotAttempted ?? IdSet.Empty)).ToListAsync(cancellation);
            notAttempted = requested.Except(IdSet.FromRanges(attempted.SelectMany(ids => ids.Ranges)));
        }
        else
        {
            return null;
        }

        var failures = await results.ReadFailuresAsync(id, cancellation).Select(failure => (failure.Kind, failure.Id)).ToListAsync(cancellation);
        return new(requested, notAttempted, failures.GroupBy(f => f.Kind).ToDictionary(kind => kind.Key, kind => IdSet.Of(kind.Select(f => f.Id))));
    }
}
