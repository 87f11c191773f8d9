using System.Net.Mime;
using System.Text;
using System.Text.Json;
using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>GET fanouts/{id}/events</c>: how a fan-out is doing, as server-sent events.</summary>
public sealed class GetEvents(FanOutReader reader, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    // No invocation that a host would cut off, and what the host said of its task hub with the request gets no older.
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(30);

    [Function(nameof(GetEvents))]
    [ApiOperation("How a fan-out is doing, as server-sent events: its status at once and after each change, at most once a second. Ends when it is over, or after half a minute: ask again then.")]
    [ApiAnswer(200, "Events whose data is the status as JSON, and comments between them while nothing changes.", Also = MediaTypeNames.Text.EventStream)]
    [ApiAnswer(404, "There is no such fan-out.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "fanouts/{id}/events")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation)
    {
        if (await reader.ViewAsync(client, id, cancellation) is not { } view)
        {
            return Problems.NotFound(id);
        }

        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Stream(body => WriteAsync(body, view, request, client), MediaTypeNames.Text.EventStream);
    }

    private async Task WriteAsync(Stream body, FanOutView first, HttpRequest request, DurableTaskClient client)
    {
        var aborted = request.HttpContext.RequestAborted;
        var began = time.GetTimestamp();
        var writtenAt = began;
        string? written = null;
        for (var view = first; view is not null; view = await reader.ViewAsync(client, first.Id, aborted))
        {
            // The rate falls and the time left grows with each second in which nothing happens: that alone is no change.
            var state = JsonSerializer.Serialize(view with { IdsPerSecond = null, SecondsLeft = null }, JsonSerializerOptions.Web);
            if (state != written || time.GetElapsedTime(writtenAt) >= Heartbeat)
            {
                var text = state == written ? ":\n\n" : $"retry: 1000\ndata: {JsonSerializer.Serialize(view.For(request), JsonSerializerOptions.Web)}\n\n";
                await body.WriteAsync(Encoding.UTF8.GetBytes(text), aborted);
                await body.FlushAsync(aborted);
                (written, writtenAt) = (state, time.GetTimestamp());
            }

            if (view.IsOver || time.GetElapsedTime(began) >= MaxDuration)
            {
                return;
            }

            await Task.Delay(Interval, time, aborted);
        }
    }
}
