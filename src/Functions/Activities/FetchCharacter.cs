using CharacterFanOut.Characters;
using Microsoft.Azure.Functions.Worker;

namespace CharacterFanOut.Functions.Activities;

/// <summary>Fetches one character. What the upstream does is an outcome, and so is that the host has another upstream; only a bug throws.</summary>
/// <param name="client">The upstream.</param>
public sealed class FetchCharacter(CharacterClient client)
{
    /// <summary>Fetches a character; asks nothing when this host has another upstream than the fan-out.</summary>
    [Function(nameof(FetchCharacter))]
    public async Task<FetchOutcome<Character>> RunAsync([ActivityTrigger] FetchInput input, CancellationToken cancellationToken) =>
        input.Upstream is null || input.Upstream == client.Upstream
            ? await FetchAsync(input.Id, cancellationToken)
            : new FetchOutcome<Character>.OtherUpstream(input.Id, client.Upstream);

    private async Task<FetchOutcome<Character>> FetchAsync(int id, CancellationToken cancellationToken) =>
        await client.FetchAsync(id, cancellationToken) switch
        {
            CharacterResult.Fetched fetched =>
                new FetchOutcome<Character>.Fetched(id, fetched.Character, fetched.Elapsed, fetched.Attempts),
            CharacterResult.Unavailable away => new FetchOutcome<Character>.Unavailable(
                id,
                ReasonOf(away.Reason),
                away.RetryAfter,
                away.Reason == UnavailableReason.Throttled ? FailureKind.Throttled : KindOf(away.LastFailure),
                away.Message,
                away.Attempts),
            CharacterResult.Failed failed =>
                new FetchOutcome<Character>.Failed(new(id, KindOf(failed.Kind), failed.Message, failed.Attempts)),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not a result of a fetch."),
        };

    private static WaitReason ReasonOf(UnavailableReason reason) => reason switch
    {
        UnavailableReason.Throttled => WaitReason.Throttled,
        UnavailableReason.Unreachable => WaitReason.Unreachable,
        UnavailableReason.Slow => WaitReason.Slow,
        _ => throw new InvalidOperationException($"{reason} is not a reason known here."),
    };

    private static FailureKind KindOf(Characters.FailureKind kind) => kind switch
    {
        Characters.FailureKind.NotFound => FailureKind.NotFound,
        Characters.FailureKind.Timeout => FailureKind.Timeout,
        Characters.FailureKind.Upstream => FailureKind.Upstream,
        Characters.FailureKind.Network => FailureKind.Network,
        Characters.FailureKind.Malformed => FailureKind.Malformed,
        _ => throw new InvalidOperationException($"{kind} is not a kind of failure known here."),
    };
}
