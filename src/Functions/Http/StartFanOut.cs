using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Orchestrations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>POST fanouts</c>: starts a fan-out.</summary>
public sealed class StartFanOut(FanOutStarter starter, IOptions<FanOutOptions> options)
{
    [Function(nameof(StartFanOut))]
    [ApiOperation("Starts a fan-out.", Body = typeof(StartBody))]
    [ApiParameter(IdempotencyKey.Header, "The same key with the same body starts one fan-out, however often it is sent.", Header = true)]
    [ApiAnswer(202, "It is started, or was by the same request before.", Json = typeof(Accepted), Headers = "Location, Retry-After")]
    [ApiAnswer(400, "The request is not valid; errors names each field.")]
    [ApiAnswer(409, "The id or the key belongs to another request.")]
    [ApiAnswer(413, "The body is over 1 MB.")]
    [ApiAnswer(415, "The body is not application/json.")]
    [ApiAnswer(503, "The task hub cannot be written, or the upstream, asked for all ids, does not say how many there are; the detail says why.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "fanouts")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var (json, refusal) = await RequestBody.ReadAsync(request, cancellation);
        using var disposal = json;
        if (json is null)
        {
            return refusal!;
        }

        var reader = new FanOutRequestReader(options.Value.ToLimits());
        var fanOut = reader.Read(json.RootElement);
        if (fanOut is null)
        {
            return Problems.Invalid(reader.Errors);
        }

        var (key, badKey) = IdempotencyKey.Read(request);
        if (badKey is not null || (key.Length > 0 && reader.ChosenId is not null))
        {
            return badKey ?? Problems.Invalid(IdempotencyKey.Header, $"Give \"id\" or {IdempotencyKey.Header}, not both.");
        }

        var id = key.Length > 0 ? FanOutStarter.IdOfKey(key) : reader.ChosenId ?? starter.NewId();
        return await starter.StartAsync(client, id, new FanOutInput { Request = fanOut }, cancellation) switch
        {
            StartResult.Started started => Accepted.For(request, started.Id, client),
            _ when key.Length > 0 => IdempotencyKey.Used(),
            _ => Problems.Conflict($"There is a fan-out \"{id}\".", "It was started by another request, or with another upstream. Choose another id, or none."),
        };
    }
}
