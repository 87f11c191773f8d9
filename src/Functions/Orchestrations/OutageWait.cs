using System.Globalization;
using CharacterFanOut.Characters;
using Microsoft.DurableTask;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>
/// Waits for an upstream that gives no answer. One lane of the batch asks for all, with growing waits on durable timers, and the others sleep:
/// no id is used up. It asks with an id that was answered before, if there is one, so that an id which alone is never answered is told from an outage.
/// </summary>
/// <param name="answeredId">An id that another batch was answered; null when none is known.</param>
/// <param name="changed">Called when <see cref="Shown"/> has changed.</param>
internal sealed class OutageWait(TaskOrchestrationContext context, TimeSpan timeout, int? answeredId, Func<int, Task<FetchOutcome<Item>>> fetch, Action changed)
{
    private readonly DurableSleep sleep = new(context);
    private Task<bool>? waiting;
    private DateTime since;
    private int? answeredId = answeredId;
    private bool answered;
    private bool canceled;
    private FetchOutcome<Item>? probed;

    /// <summary>What a batch shows of the wait; null when there is none, and before the first pause.</summary>
    public UpstreamWait? Shown { get; private set; }

    /// <summary>Set when the upstream was away for too long.</summary>
    public OutageEnd? End { get; private set; }

    /// <summary>Whether an outcome is silence: the upstream is away, or did not answer in time. Whether that is about the id alone shows only later.</summary>
    public static bool IsSilence(FetchOutcome<Item> outcome) => outcome is
        { Unavailable.Reason: WaitReason.Unreachable or WaitReason.Slow } or { Failure.Kind: FailureKind.Timeout };

    /// <summary>The upstream answered, with a character or otherwise: an outage is over.</summary>
    /// <param name="id">An id to which there is an answer; null when the answer was that the upstream wants to be left alone.</param>
    public void Answered(int? id)
    {
        answeredId ??= id;
        answered = true;
        sleep.Cancel();
    }

    /// <summary>Waits until the upstream answers, or until it was away for too long, or until <see cref="Cancel"/>.</summary>
    /// <param name="silence">What an id came back with.</param>
    /// <returns>Whether it was an outage; false when the upstream answered as soon as it was asked again.</returns>
    public Task<bool> WaitAsync(FetchOutcome<Item> silence) => waiting ??= AskAgainAsync(silence);

    /// <summary>Returns when there is no outage, or no longer one.</summary>
    public async Task WaitAsync()
    {
        while (waiting is { } present)
        {
            await present;
        }
    }

    /// <summary>The answer to an id, when it was asked for while waiting.</summary>
    public FetchOutcome<Item>? TakeAnswer(int id)
    {
        var answer = probed?.Id == id ? probed : null;
        probed = answer is null ? probed : null;
        return answer;
    }

    /// <summary>Asks the upstream again now.</summary>
    public void Wake() => sleep.Cancel();

    public void Cancel()
    {
        canceled = true;
        sleep.Cancel();
    }

    private async Task<bool> AskAgainAsync(FetchOutcome<Item> silence)
    {
        var (asker, asked, wasAway) = (silence.Id, 0, false);
        (since, answered) = (context.CurrentUtcDateTime, false);
        while (!canceled)
        {
            var id = answeredId ?? asker;
            var outcome = await fetch(id);
            if (!IsSilence(outcome))
            {
                probed = id == asker ? outcome : null;
                break;
            }

            silence = outcome;
            if (answered)
            {
                // Another lane was answered meanwhile: what is now is another outage.
                (since, answered, asked) = (context.CurrentUtcDateTime, false, 0);
            }

            if (canceled || context.CurrentUtcDateTime - since >= timeout)
            {
                End = canceled ? null : EndOf(silence);
                break;
            }

            wasAway = true;
            await PauseAsync(silence, asked);

            // An open circuit has asked nobody, since another batch does: that is no try, and the wait does not grow.
            asked += IsCircuitOpen(silence) ? 0 : 1;
        }

        (waiting, Shown) = (null, null);
        changed();
        return wasAway;
    }

    private static bool IsCircuitOpen(FetchOutcome<Item> silence) => silence is { Unavailable: not null, Attempts: 0 };

    private async Task PauseAsync(FetchOutcome<Item> silence, int asked)
    {
        // Longer after each time that brought nothing; but never past the end.
        var (now, end) = (context.CurrentUtcDateTime, since + timeout);
        var pause = IsCircuitOpen(silence) && silence.Unavailable!.RetryAfter is var closed && closed < DurableSleep.MaxBackoff
            ? closed
            : DurableSleep.Backoff(asked);
        var next = now + pause < end ? now + pause : end;
        Shown = new(silence.Unavailable?.Reason ?? WaitReason.Slow, since, next, end, ErrorOf(silence));
        changed();
        await sleep.UntilAsync(next);
    }

    private OutageEnd EndOf(FetchOutcome<Item> silence)
    {
        return new(since, silence.Unavailable?.Kind ?? FailureKind.Timeout, string.Create(
            CultureInfo.InvariantCulture, $"The upstream was away for longer than {timeout:c}, since {since:yyyy-MM-dd HH:mm:ss} UTC: {ErrorOf(silence)}"));
    }

    // A failure's own message is about one id, and what is waited for concerns all of them.
    private static string ErrorOf(FetchOutcome<Item> silence) => silence.Unavailable?.Message ?? "It does not answer in time.";
}
