using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>POST fanouts/{id}/pause</c>, <c>/resume</c>, <c>/wake</c> and <c>/cancel</c>, <c>DELETE fanouts/{id}</c>.</summary>
public sealed class ControlFanOut(FanOutDeletion deletion)
{
    [Function("PauseFanOut")]
    [ApiOperation("Pauses a fan-out: nothing new is fetched until it is resumed.")]
    [ApiAnswer(202, "It will be done.", Json = typeof(Accepted), Headers = "Location, Retry-After")]
    [ApiAnswer(404, "There is no such fan-out.")]
    [ApiAnswer(409, "Its state does not allow it.")]
    public static Task<IResult> PauseAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "fanouts/{id}/pause")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation) =>
        ChangeAsync(
            request, client, id, FanOutControl.PauseAsync, state => state is FanOutState.Running or FanOutState.Pending,
            "Only a fan-out that runs can be paused.", cancellation);

    [Function("ResumeFanOut")]
    [ApiOperation("Resumes a fan-out that is paused.")]
    [ApiAnswer(202, "It will be done.", Json = typeof(Accepted), Headers = "Location, Retry-After")]
    [ApiAnswer(404, "There is no such fan-out.")]
    [ApiAnswer(409, "Its state does not allow it.")]
    public static Task<IResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "fanouts/{id}/resume")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation) =>
        ChangeAsync(
            request, client, id, FanOutControl.ResumeAsync, state => state is FanOutState.Paused,
            "Only a fan-out that is paused can be resumed.", cancellation);

    [Function("WakeFanOut")]
    [ApiOperation("Has a fan-out that waits for its upstream ask it once now; it goes on when that is answered.")]
    [ApiAnswer(202, "The upstream was asked; the status says whether it is still waited for.", Json = typeof(Accepted), Headers = "Location, Retry-After")]
    [ApiAnswer(404, "There is no such fan-out.")]
    [ApiAnswer(409, "It does not wait for its upstream, or the upstream has not answered within a minute.")]
    public static async Task<IResult> WakeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "fanouts/{id}/wake")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation)
    {
        const string Otherwise = "Only a fan-out that waits for its upstream can be woken.";
        var waited = true;
        var answer = await ChangeAsync(
            request, client, id, async (hub, fanOut, cancel) => waited = await FanOutControl.WakeAsync(hub, fanOut, cancel),
            state => state is FanOutState.Running, Otherwise, cancellation);
        return waited ? answer : Problems.WrongState(id, FanOutState.Running, Otherwise);
    }

    [Function("CancelFanOut")]
    [ApiOperation("Cancels a fan-out: nothing new is started, what is in flight is saved and reported. A second call ends it at once.")]
    [ApiAnswer(202, "It will be done.", Json = typeof(Accepted), Headers = "Location, Retry-After")]
    [ApiAnswer(404, "There is no such fan-out.")]
    [ApiAnswer(409, "Its state does not allow it.")]
    public static Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "fanouts/{id}/cancel")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation) =>
        ChangeAsync(
            request, client, id, FanOutControl.CancelAsync, state => state is FanOutState.Running or FanOutState.Pending or FanOutState.Paused,
            "It is over already.", cancellation);

    [Function("DeleteFanOut")]
    [ApiOperation("Deletes a fan-out that is over, its results with it.")]
    [ApiAnswer(204, "It is gone.")]
    [ApiAnswer(404, "There is no such fan-out.")]
    [ApiAnswer(409, "Its state does not allow it.")]
    [ApiAnswer(503, "What is stored cannot be reached; the detail says why.")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "fanouts/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation)
    {
        if (await FanOutReader.FindAsync(client, id, cancellation) is not { } fanOut)
        {
            return Problems.NotFound(id);
        }

        if (!fanOut.IsCompleted)
        {
            return Problems.WrongState(id, FanOutReader.StateOf(fanOut), "Cancel it, or wait until it is over; then it can be deleted.");
        }

        await deletion.DeleteAsync(client, id, cancellation);
        return Results.NoContent();
    }

    private static async Task<IResult> ChangeAsync(
        HttpRequest request,
        DurableTaskClient client,
        string id,
        Func<DurableTaskClient, string, CancellationToken, Task> change,
        Func<FanOutState, bool> allowed,
        string otherwise,
        CancellationToken cancellation)
    {
        if (await FanOutReader.FindAsync(client, id, cancellation) is not { } fanOut)
        {
            return Problems.NotFound(id);
        }

        var state = FanOutReader.StateOf(fanOut);
        if (!allowed(state))
        {
            return Problems.WrongState(id, state, otherwise);
        }

        try
        {
            await change(client, id, cancellation);
            return Accepted.For(request, id);
        }
        catch (TimeoutException e)
        {
            return Problems.Conflict("It takes longer than usual.", e.Message);
        }
    }
}
