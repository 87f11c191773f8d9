using DurableTask.Core.History;
using DurableTask.Core.Query;
using FunctionsHost.Durable;
using FunctionsHost.Durable.Client;
using Microsoft.AspNetCore.Http.Extensions;

namespace FunctionsHost.Management;

/// <summary>Shows one instance or many.</summary>
internal sealed class QueryCalls(InstanceClient client, DurableOptions options)
{
    public const string ContinuationHeader = "x-ms-continuation-token";

    private const string RetryAfter = "5";
    private const int DefaultTop = 100;
    private const int MaxTop = 1000;

    public async Task GetAsync(ManagementCall call)
    {
        var showInput = call.Flag("showInput", otherwise: true);
        var showHistory = call.Flag("showHistory", otherwise: false);
        var style = new HistoryStyle(call.Flag("showHistoryOutput", otherwise: false), showInput, options.StoreInputs, call.Flag("showStackTrace", otherwise: false));
        var failAs500 = call.Flag("returnInternalServerErrorOnFailure", otherwise: false);
        if (await client.GetAsync(call.InstanceId, call.CancellationToken).ConfigureAwait(false) is not { } found)
        {
            call.Answer(StatusCodes.Status404NotFound);
            return;
        }

        var suspended = found.OrchestrationStatus == OrchestrationStatus.Suspended;
        var history = showHistory || suspended ? await client.GetHistoryAsync(call.InstanceId, call.CancellationToken).ConfigureAwait(false) : [];
        if (!InstanceClient.IsOver(found.OrchestrationStatus))
        {
            call.Http.Response.Headers.Location = call.Http.Request.GetEncodedUrl();
            call.Http.Response.Headers.RetryAfter = RetryAfter;
        }

        await call.AnswerAsync(
            StatusOf(found, failAs500),
            json => StatusWriter.Write(json, found, showInput, SuspendedFor(history), showHistory ? (history, style) : null)).ConfigureAwait(false);
    }

    public async Task ListAsync(ManagementCall call)
    {
        var showInput = call.Flag("showInput", otherwise: true);
        var statuses = call.Statuses();
        var page = await PageAsync(
            new OrchestrationQuery
            {
                CreatedTimeFrom = call.Time("createdTimeFrom")?.UtcDateTime,
                CreatedTimeTo = call.Time("createdTimeTo")?.UtcDateTime,
                RuntimeStatus = statuses.Count == 0 ? null : statuses,
                InstanceIdPrefix = call.Text("instanceIdPrefix"),
                PageSize = Math.Min(call.Number("top", least: 1) ?? DefaultTop, MaxTop),
                FetchInputsAndOutputs = true,
                ContinuationToken = call.Http.Request.Headers[ContinuationHeader].ToString() is { Length: > 0 } token ? token : null,
                ExcludeEntities = true,
            },
            call.CancellationToken).ConfigureAwait(false);
        var reasons = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var suspended in page.OrchestrationState.Where(found => found.OrchestrationStatus == OrchestrationStatus.Suspended))
        {
            var instanceId = suspended.OrchestrationInstance.InstanceId;
            reasons[instanceId] = SuspendedFor(await client.GetHistoryAsync(instanceId, call.CancellationToken).ConfigureAwait(false));
        }

        if (page.ContinuationToken is { Length: > 0 } next)
        {
            call.Http.Response.Headers[ContinuationHeader] = next;
        }

        await call.AnswerAsync(StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (var found in page.OrchestrationState)
            {
                StatusWriter.Write(json, found, showInput, reasons.GetValueOrDefault(found.OrchestrationInstance.InstanceId), history: null);
            }

            json.WriteEndArray();
        }).ConfigureAwait(false);
    }

    private static int StatusOf(OrchestrationState found, bool failAs500)
    {
        if (!InstanceClient.IsOver(found.OrchestrationStatus))
        {
            return StatusCodes.Status202Accepted;
        }

        return failAs500 && found.OrchestrationStatus == OrchestrationStatus.Failed
            ? StatusCodes.Status500InternalServerError
            : StatusCodes.Status200OK;
    }

    private static string? SuspendedFor(IReadOnlyList<HistoryEvent> history) => history.OfType<ExecutionSuspendedEvent>().LastOrDefault()?.Reason;

    private async Task<OrchestrationQueryResult> PageAsync(OrchestrationQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await client.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (query.ContinuationToken is not null && e is ArgumentException or FormatException)
        {
            throw new ManagementException(StatusCodes.Status400BadRequest, $"The header {ContinuationHeader} cannot be used: {e.Message}");
        }
    }
}
