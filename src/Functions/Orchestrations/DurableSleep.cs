using Microsoft.DurableTask;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>One durable timer at a time, which can be cancelled: one that stays open would keep the orchestration running until it fires.</summary>
internal sealed class DurableSleep(TaskOrchestrationContext context)
{
    /// <summary>The longest <see cref="Backoff"/>: 5 minutes.</summary>
    public static readonly TimeSpan MaxBackoff = TimeSpan.FromMinutes(5);

    private Action? cancel;

    /// <summary>How long to wait for what did not come: 1 s, 2 s, 4 s ... 5 minutes.</summary>
    /// <param name="before">How many waits in a row have brought nothing before.</param>
    public static TimeSpan Backoff(int before) => TimeSpan.FromSeconds(Math.Min(MaxBackoff.TotalSeconds, Math.Pow(2, before)));

    /// <summary>Sleeps until a time, or until <see cref="Cancel"/>.</summary>
    public async Task UntilAsync(DateTime time)
    {
        using var cancellation = new CancellationTokenSource();
        cancel = cancellation.Cancel;
        try
        {
            await context.CreateTimer(time, cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            // Cancelled: whoever did it has changed what the sleeper looks at next.
        }
        finally
        {
            cancel = null;
        }
    }

    public void Cancel() => cancel?.Invoke();
}
