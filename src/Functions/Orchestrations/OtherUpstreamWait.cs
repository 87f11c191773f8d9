using Microsoft.DurableTask;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>
/// How a batch waits for a host that has its fan-out's upstream. All lanes wait together; now and then one activity finds out which
/// upstream the host has, and nothing is asked of it.
/// </summary>
/// <param name="changed">Called when <see cref="Shown"/> has changed.</param>
internal sealed class OtherUpstreamWait(TaskOrchestrationContext context, BatchInput input, Action changed)
{
    private readonly DurableSleep sleep = new(context);
    private Task? finding;
    private bool woken;
    private bool stopped;

    /// <summary>What a batch shows of the wait, with the other upstream as its error; null when it does not wait.</summary>
    public UpstreamWait? Shown { get; private set; }

    /// <summary>A host has another upstream: the wait begins, or goes on.</summary>
    public void Begin(string other) => Shown ??= new(WaitReason.OtherUpstream, context.CurrentUtcDateTime, context.CurrentUtcDateTime, null, other);

    /// <summary>Waits until a host has the fan-out's upstream, or until <see cref="Stop"/>; returns at once when nothing is waited for.</summary>
    public async Task WaitAsync()
    {
        while (Shown is not null)
        {
            await (finding ??= FindAsync());
            finding = null;
        }
    }

    /// <summary>Finds out now which upstream the host has.</summary>
    public void Wake()
    {
        woken = Shown is not null;
        sleep.Cancel();
    }

    public void Stop()
    {
        stopped = true;
        sleep.Cancel();
    }

    private async Task FindAsync()
    {
        // A host that starts wakes those that wait for its upstream; the pauses are for hosts that share a task hub.
        for (var pauses = 0; !stopped && Shown is { } wait; pauses++)
        {
            var next = context.CurrentUtcDateTime + DurableSleep.Backoff(pauses);
            Shown = wait with { NextTryAt = next };
            changed();
            await PauseAsync(next);
            if (!stopped && await AskAsync() is { } host)
            {
                Shown = host == input.Upstream ? null : Shown with { Error = host };
            }
        }

        Shown = null;
        changed();
    }

    private async Task PauseAsync(DateTime next)
    {
        var pausing = sleep.UntilAsync(next);
        if (woken)
        {
            sleep.Cancel();
        }

        await pausing;
        woken = false;
    }

    // The host's upstream; null when a worker was lost, which tells nothing: the next one will.
    private async Task<string?> AskAsync()
    {
        try
        {
            return await context.CallActivityAsync<string>(nameof(TellUpstream), input.FanOutId, RetryPolicies.Fetch);
        }
        catch (TaskFailedException)
        {
            return null;
        }
    }
}
