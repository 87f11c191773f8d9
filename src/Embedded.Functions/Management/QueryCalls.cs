using EmbeddedFunctions.DurableTask;
using EmbeddedFunctions.DurableTask.History;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.Management;

/// <summary>Shows one instance or many.</summary>
internal sealed class QueryCalls(DurableTaskClient client, DurableTaskEngine engine)
{
    public const string ContinuationHeader = "x-ms-continuation-token";

    private const string RetryAfter = "5";
    private const int MaxTop = 1000;

    public async Task GetAsync(ManagementCall call)
    {
        var showInput = call.Flag("showInput", otherwise: true);
        var showHistory = call.Flag("showHistory", otherwise: false);
        var style = new HistoryStyle(call.Flag("showHistoryOutput", otherwise: false), showInput, call.Flag("showStackTrace", otherwise: false));
        var failAs500 = call.Flag("returnInternalServerErrorOnFailure", otherwise: false);
        if (await client.GetInstanceAsync(call.InstanceId, getInputsAndOutputs: true, call.Cancellation).ConfigureAwait(false) is not { } found)
        {
            await call.AnswerAsync(StatusCodes.Status404NotFound).ConfigureAwait(false);
            return;
        }

        var suspended = found.RuntimeStatus == OrchestrationRuntimeStatus.Suspended;
        var history = showHistory || suspended ? await engine.GetHistoryAsync(call.InstanceId, call.Cancellation).ConfigureAwait(false) : null;
        if (!found.IsCompleted)
        {
            call.Http.Response.Headers.Location = call.Http.Request.GetEncodedUrl();
            call.Http.Response.Headers.RetryAfter = RetryAfter;
        }

        await call.AnswerAsync(
            StatusOf(found, failAs500),
            json => StatusWriter.Write(
                json, found, showInput, SuspendedFor(history), showHistory ? new HistoryView(history ?? [], style, IsChild: found.ParentInstanceId is not null) : null)).ConfigureAwait(false);
    }

    public async Task ListAsync(ManagementCall call)
    {
        var showInput = call.Flag("showInput", otherwise: true);
        var asked = call.Statuses();
        var query = new OrchestrationQuery(
            CreatedFrom: call.Time("createdTimeFrom"),
            CreatedTo: call.Time("createdTimeTo"),
            Statuses: asked.Count == 0 ? null : asked,
            InstanceIdPrefix: call.Text("instanceIdPrefix"),
            PageSize: Math.Min(call.Number("top", least: 1) ?? OrchestrationQuery.DefaultPageSize, MaxTop),
            FetchInputsAndOutputs: true,
            ContinuationToken: call.Http.Request.Headers[ContinuationHeader].ToString() is { Length: > 0 } token ? token : null);
        var page = await FirstPageAsync(query, call.Cancellation).ConfigureAwait(false);
        var reasons = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var suspended in page.Values.Where(found => found.RuntimeStatus == OrchestrationRuntimeStatus.Suspended))
        {
            reasons[suspended.InstanceId] = SuspendedFor(await engine.GetHistoryAsync(suspended.InstanceId, call.Cancellation).ConfigureAwait(false));
        }

        if (page.ContinuationToken is { Length: > 0 } next)
        {
            call.Http.Response.Headers[ContinuationHeader] = next;
        }

        await call.AnswerAsync(StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (var found in page.Values)
            {
                StatusWriter.Write(json, found, showInput, reasons.GetValueOrDefault(found.InstanceId), history: null);
            }

            json.WriteEndArray();
        }).ConfigureAwait(false);
    }

    private static int StatusOf(OrchestrationMetadata found, bool failAs500)
    {
        if (!found.IsCompleted)
        {
            return StatusCodes.Status202Accepted;
        }

        return failAs500 && found.RuntimeStatus == OrchestrationRuntimeStatus.Failed
            ? StatusCodes.Status500InternalServerError
            : StatusCodes.Status200OK;
    }

    private static string? SuspendedFor(IReadOnlyList<HistoryEvent>? history)
        => history?.OfType<ExecutionSuspended>().LastOrDefault()?.Reason;

    private async Task<Page<OrchestrationMetadata>> FirstPageAsync(OrchestrationQuery query, CancellationToken cancellation)
    {
        try
        {
            await foreach (var page in client.GetAllInstancesAsync(query).AsPages().WithCancellation(cancellation).ConfigureAwait(false))
            {
                return page;
            }
        }
        catch (ArgumentException e) when (query.ContinuationToken is not null)
        {
            throw new ManagementException(StatusCodes.Status400BadRequest, $"The header {ContinuationHeader} cannot be used: {e.Message}");
        }

        return new Page<OrchestrationMetadata>([]);
    }
}
