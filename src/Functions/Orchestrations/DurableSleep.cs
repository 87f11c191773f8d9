using Microsoft.DurableTask;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>One durable timer at a time, which can be cancelled: one that stays open would keep the orchestration running until it fires.</summary>
internal sealed class DurableSleep(TaskOrchestrationContext context)
{
    private Action? cancel;

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

    /// <summary>Ends the sleep at once.</summary>
    public void Cancel() => cancel?.Invoke();
}
