namespace CharacterFanOut;

/// <summary>
/// How many fetches a batch keeps in flight. Starts at the limit, halves each time that the upstream throttles (not below
/// 1), and grows by one for each window of successes, up to the limit again. Pure: the same calls give the same window.
/// </summary>
/// <param name="limit">The most that it may ever be, at least 0; it can be changed.</param>
public sealed class ThrottleWindow(int limit)
{
    private int size = Math.Max(1, limit);
    private int successes;

    /// <summary>The most that the window may be.</summary>
    public int Limit { get; private set; } = limit;

    /// <summary>The window now: at least 1 while the limit is, and never above the limit.</summary>
    public int Size => Math.Min(size, Limit);

    /// <summary>A fetch succeeded: a full window of these grows the window by one.</summary>
    public void Succeeded()
    {
        if (size >= Limit || ++successes < size)
        {
            return;
        }

        size++;
        successes = 0;
    }

    /// <summary>The upstream throttled: the window halves. Call it once for each time, not once for each fetch refused.</summary>
    public void Throttled()
    {
        size = Math.Max(1, Size / 2);
        successes = 0;
    }

    /// <summary>Changes the limit; a window that was at its limit stays there.</summary>
    /// <param name="newLimit">The new limit, at least 0.</param>
    public void ChangeLimit(int newLimit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(newLimit);
        if (size >= Limit)
        {
            size = Math.Max(1, newLimit);
        }

        Limit = newLimit;
    }
}
