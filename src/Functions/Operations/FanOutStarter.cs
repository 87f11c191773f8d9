using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Orchestrations;
using CharacterFanOut.Functions.Reports;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Operations;

/// <summary>Names fan-outs and starts them, each request once.</summary>
public sealed class FanOutStarter(
    IOptions<CharacterApiOptions> upstream, TimeProvider time, IOptions<FanOutOptions> options, FanOutResults results, CharacterClient characters)
{
    private static readonly OrchestrationRuntimeStatus[] Taken =
    [
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
        OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated,
    ];

    /// <summary>The upstream that new fan-outs ask.</summary>
    public string Upstream => upstream.Value.Upstream;

    /// <summary>A new id; ids sort by the time at which they were made.</summary>
    public string NewId() => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>The id that belongs to an idempotency key.</summary>
    public static string IdOfKey(string key) => $"key-{Hash(key)[..32]}";

    /// <summary>A hash of a request, by which the same request is known again, however it was written.</summary>
    public static string HashOf(FanOutRequest request) => Hash(JsonSerializer.Serialize(request, JsonSerializerOptions.Web));

    /// <summary>Starts a fan-out under an id; the same request under the same id again starts nothing.</summary>
    /// <exception cref="UpstreamException">All ids are to be fetched, and the upstream does not say how many there are, or more than may be fetched.</exception>
    public async Task<StartResult> StartAsync(
        DurableTaskClient client, string id, FanOutInput input, CancellationToken cancellation)
    {
        input = input with { RequestHash = HashOf(input.Request), Upstream = Upstream };
        if (await FindAsync(client, id, input, cancellation) is { } before)
        {
            return before;
        }

        // After the hash: the same request stays the same when the setting changes.
        input = input with
        {
            Request = input.Request with
            {
                Ids = input.Request.Ids.IsAll ? await AllAsync(cancellation) : input.Request.Ids,
                OutageTimeout = input.Request.OutageTimeout ?? options.Value.OutageTimeout,
            },
        };
        if (input.RetryOf is { } retried)
        {
            // Noted first: a link to a fan-out that was never started is harmless, one that nobody knows of is not.
            await results.SaveRetryAsync(retried, new(id, time.GetUtcNow()), cancellation);
        }

        try
        {
            var start = new StartOrchestrationOptions(id).WithDedupeStatuses(Taken);
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(FanOutOrchestrator), input, start, cancellation);
            return new StartResult.Started(id);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Each backend says in its own way that the id was taken a moment ago, so it is asked rather than understood.
            if (await FindAsync(client, id, input, cancellation) is { } winner)
            {
                return winner;
            }

            throw;
        }
    }

    private async Task<IdSet> AllAsync(CancellationToken cancellation)
    {
        var count = await characters.CountAsync(cancellation);
        return count <= options.Value.MaxIds
            ? IdSet.Range(1, count)
            : throw new UpstreamException($"{Upstream} has {count} characters; at most {options.Value.MaxIds} are allowed ({FanOutOptions.Section}:{nameof(FanOutOptions.MaxIds)}).", isFinal: true);
    }

    private static async Task<StartResult?> FindAsync(
        DurableTaskClient client, string id, FanOutInput input, CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellation) is not { } instance)
        {
            return null;
        }

        var same = instance.Name == nameof(FanOutOrchestrator) && FanOutReader.InputOf(instance) is { } there
            && there.RequestHash == input.RequestHash && there.RetryOf == input.RetryOf && (there.Upstream is null || there.Upstream == input.Upstream);
        return same ? new StartResult.Started(id) : new StartResult.Conflict(id);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>What came of starting a fan-out.</summary>
public abstract record StartResult
{
    private StartResult()
    {
    }

    /// <summary>It is started, or was by the same request before.</summary>
    public sealed record Started(string Id) : StartResult;

    /// <summary>The id, or the idempotency key, belongs to another request.</summary>
    /// <param name="Id">The id of the fan-out that has it.</param>
    public sealed record Conflict(string Id) : StartResult;
}
