using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Telemetry;
using Microsoft.Azure.Functions.Worker;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>Fetches one character. What the upstream does is an outcome, and so is that the host has another upstream; only a bug throws.</summary>
public sealed class FetchCharacter(CharacterClient client, FanOutTelemetry telemetry)
{
    /// <summary>Fetches a character; asks nothing when this host has another upstream than the fan-out.</summary>
    [Function(nameof(FetchCharacter))]
    public Task<FetchOutcome<Item>> RunAsync([ActivityTrigger] FetchInput input, CancellationToken cancellationToken) =>
        input.Upstream is null || input.Upstream == client.Upstream
            ? telemetry.CountAsync(() => client.FetchAsync(input.Id, input.Attempts, cancellationToken))
            : Task.FromResult(new FetchOutcome<Item>
            {
                Id = input.Id,
                Unavailable = new(WaitReason.OtherUpstream, TimeSpan.Zero, FailureKind.Network, client.Upstream),
            });
}

/// <summary>What to fetch.</summary>
/// <param name="Upstream">The upstream to ask; null for a fan-out of a version that did not note it: whichever the host has.</param>
/// <param name="Attempts">The requests made for it before, when the rate limit put it off.</param>
public sealed record FetchInput(int Id, string? Upstream, int Attempts = 0);
