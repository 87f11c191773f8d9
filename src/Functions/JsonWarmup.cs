using System.Text.Json;
using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Orchestrations;

namespace CharacterFanOut.Functions;

/// <summary>
/// Reads and writes once what a status needs, beside the rest of the start: the serializer builds its metadata by reflection, which takes
/// the first request 0.1 s otherwise.
/// </summary>
internal static class JsonWarmup
{
    public static Task RunAsync() => Task.Run(static () =>
    {
        var input = JsonSerializer.Deserialize<FanOutInput>("""{"request":{"ids":"1"}}""", JsonSerializerOptions.Web)!;
        var status = JsonSerializer.Deserialize<FanOutStatus>("""{"requested":1,"running":[0]}""", JsonSerializerOptions.Web)!;
        JsonSerializer.Deserialize<BatchStatus>("""{"fetched":1,"failed":0,"inFlight":0}""", JsonSerializerOptions.Web);
        JsonSerializer.SerializeToUtf8Bytes(
            new FanOutView
            {
                Id = "",
                Status = FanOutState.Running,
                Requested = status.Requested,
                Fetched = 0,
                Failed = 0,
                InFlight = 0,
                Batches = 0,
                BatchesDone = 0,
                CreatedAt = status.StartedAt,
                LastUpdatedAt = status.StartedAt,
                Request = input.Request,
            },
            JsonSerializerOptions.Web);
    });
}
