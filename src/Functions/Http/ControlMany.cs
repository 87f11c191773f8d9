using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary>The answer to a call about many fan-outs.</summary>
/// <param name="Continuation">What to send to go on with the next ones; null when there are no more.</param>
public sealed record ManyDone(IReadOnlyList<string> Ids, string? Continuation);

/// <summary><c>POST fanouts/cancel</c> and <c>DELETE fanouts</c>: many fan-outs at once, a page of them with each call.</summary>
public sealed class ControlMany(FanOutLister lister, FanOutDeletion deletion)
{
    private static readonly FanOutState[] Over = [FanOutState.Completed, FanOutState.Aborted, FanOutState.Canceled, FanOutState.Failed];
    private static readonly FanOutState[] UnderWay = [FanOutState.Pending, FanOutState.Running, FanOutState.Paused];

    /// <summary>Cancels those that are under way, but for those that are being canceled: a second time would end them at once.</summary>
    [Function("CancelFanOuts")]
    [ApiOperation("Cancels those of the fan-outs asked for that are under way, with what is in flight saved and reported.")]
    [ApiFilter]
    [ApiAnswer(202, "They are being canceled.", Json = typeof(ManyDone))]
    [ApiAnswer(400, "A parameter is not valid, or nothing says which are meant.")]
    [ApiAnswer(409, "One of them takes longer than usual; those before it are being canceled.")]
    public Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "fanouts/cancel")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        DoAsync(
            request, client, UnderWay, view => !view.Canceling, (id, cancel) => FanOutControl.CancelAsync(client, id, cancel),
            done => Results.Json(done, statusCode: StatusCodes.Status202Accepted), cancellation);

    /// <summary>Deletes those that are over, their results with them.</summary>
    [Function("DeleteFanOuts")]
    [ApiOperation("Deletes those of the fan-outs asked for that are over, their results with them.")]
    [ApiFilter]
    [ApiAnswer(200, "They are gone.", Json = typeof(ManyDone))]
    [ApiAnswer(400, "A parameter is not valid, or nothing says which are meant.")]
    [ApiAnswer(503, "What is stored cannot be reached; the detail says why. Those before are gone.")]
    public Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "fanouts")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        DoAsync(request, client, Over, static _ => true, (id, cancel) => deletion.DeleteAsync(client, id, cancel), Results.Ok, cancellation);

    private async Task<IResult> DoAsync(
        HttpRequest request,
        DurableTaskClient client,
        FanOutState[] possible,
        Func<FanOutView, bool> applies,
        Func<string, CancellationToken, Task> change,
        Func<ManyDone, IResult> answer,
        CancellationToken cancellation)
    {
        var (query, errors) = FanOutFilter.Read(request);
        if (errors.Count == 0 && query.IsAll)
        {
            errors[""] = [$"Say which are meant, by status, label, withFailures, from or to. All of them are status={string.Join(',', possible).ToLowerInvariant()}."];
        }

        if (errors.Count > 0)
        {
            return Problems.Invalid(errors);
        }

        var list = await lister.ListAsync(client, query with { States = [.. possible.Where(state => query.States?.Contains(state) != false)] }, cancellation);
        var ids = list.FanOuts.Where(applies).Select(static view => view.Id).ToList();
        try
        {
            foreach (var id in ids)
            {
                await change(id, cancellation);
            }
        }
        catch (TimeoutException e)
        {
            return Problems.Conflict("It takes longer than usual.", e.Message);
        }

        return answer(new(ids, list.Continuation));
    }
}
