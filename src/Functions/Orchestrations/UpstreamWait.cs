using CharacterFanOut.Functions.Activities;
using Microsoft.DurableTask;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>
/// How a batch waits for a host that has its fan-out's upstream. All lanes wait together; now and then one activity finds out which
/// upstream the host has, and nothing is asked of it.
/// </summary>
/// <param name="context">The batch's.</param>
/// <param name="input">The batch.</param>
internal sealed class UpstreamWait(TaskOrchestrationContext context, BatchInput input)
{
    /// <summary>The external event by which a host tells a batch that waits for its upstream to look again. It carries nothing.</summary>
    public const string WakeEvent = "wake";

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    // A host that starts wakes those that wait for its upstream; this is for hosts that share a task hub.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private Task? waiting;
    private Task? woken;
    private Action? endPause;
    private bool stopped;

    /// <summary>The upstream that the last host had; null when the batch does not wait.</summary>
    public string? Other { get; private set; }

    /// <summary>A host has another upstream: the wait begins, or goes on.</summary>
    public void Begin(string other) => Other ??= other;

    /// <summary>Waits until a host has the fan-out's upstream, or until <see cref="Stop"/>.</summary>
    public Task WaitAsync() => waiting ??= FindAsync();

    /// <summary>Ends the wait at once. A timer that stays open would keep the orchestration running until it fires.</summary>
    public void Stop()
    {
        stopped = true;
        endPause?.Invoke();
    }

    private async Task FindAsync()
    {
        for (var pause = FirstPause; !stopped && Other is not null; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await PauseAsync(pause);
            if (!stopped)
            {
                Other = await AskAsync();
            }
        }

        Other = null;
        waiting = null;
    }

    private async Task<string?> AskAsync()
    {
        try
        {
            var host = await context.CallActivityAsync<string>(nameof(TellUpstream), input.FanOutId, RetryPolicies.Fetch);
            return host == input.Upstream ? null : host;
        }
        catch (TaskFailedException)
        {
            // A worker that is lost tells nothing; the next one will.
            return Other;
        }
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        woken ??= context.WaitForExternalEvent<object?>(WakeEvent);
        using var cancellation = new CancellationTokenSource();
        Action end = endPause = cancellation.Cancel;
        var timer = context.CreateTimer(context.CurrentUtcDateTime + pause, cancellation.Token);
        await Task.WhenAny(timer, woken);
        endPause = null;
        woken = woken.IsCompleted ? null : woken;
        if (!timer.IsCompleted)
        {
            end();
        }
    }
}
