namespace CharacterFanOut.Functions.Tests;

/// <summary>Counts how many calls run at the same time.</summary>
internal sealed class ConcurrencyMeter
{
    private readonly Lock gate = new();
    private int running;

    /// <summary>The most calls that ever ran at the same time.</summary>
    public int Max { get; private set; }

    /// <summary>How many calls there were.</summary>
    public int Calls { get; private set; }

    public async Task<T> MeasureAsync<T>(Func<Task<T>> call)
    {
        lock (gate)
        {
            Calls++;
            Max = Math.Max(Max, ++running);
        }

        try
        {
            return await call();
        }
        finally
        {
            lock (gate)
            {
                running--;
            }
        }
    }
}
