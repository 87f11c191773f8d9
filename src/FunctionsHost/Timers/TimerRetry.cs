namespace FunctionsHost.Timers;

/// <summary>How often and when a timer function that failed runs again within one occurrence.</summary>
internal sealed class TimerRetry
{
    private readonly TimeSpan _first;
    private readonly TimeSpan _max;

    private TimerRetry(FunctionRetry retry)
    {
        MaxCount = retry.MaxCount;
        _first = retry.First;
        _max = retry.Max;
    }

    /// <summary>The most retries; -1 for no limit.</summary>
    public int MaxCount { get; }

    /// <exception cref="FormatException">What the function declares cannot be done; the message says why.</exception>
    public static TimerRetry Create(FunctionRetry retry)
    {
        if (retry.MaxCount is 0 or < -1)
        {
            throw new FormatException($"its count is {retry.MaxCount}: give the number of retries, or -1 for no limit");
        }

        if (retry.First <= TimeSpan.Zero)
        {
            throw new FormatException($"its interval '{retry.First}' is not above zero: write one such as 00:00:10");
        }

        return retry.First <= retry.Max
            ? new TimerRetry(retry)
            : throw new FormatException($"its shortest interval '{retry.First}' is longer than its longest '{retry.Max}': swap them");
    }

    /// <summary>Whether there is another run after so many retries.</summary>
    public bool Goes(int retries) => MaxCount < 0 || retries < MaxCount;

    /// <summary>How long to wait before the next run, after so many retries.</summary>
    public TimeSpan Delay(int retries)
    {
        var factor = Math.Pow(2, retries);
        return factor < _max / _first ? _first * factor : _max;
    }
}
