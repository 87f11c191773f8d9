namespace Microsoft.DurableTask.Client;

/// <summary>What a purge has done.</summary>
public class PurgeResult
{
    /// <summary>A result that does not say whether it is complete.</summary>
    /// <param name="count">How many instances were purged.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public PurgeResult(int count)
        : this(count, null)
    {
    }

    /// <summary>A result.</summary>
    /// <param name="count">How many instances were purged.</param>
    /// <param name="isComplete">Whether that was all; null when it is not known.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public PurgeResult(int count, bool? isComplete)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        PurgedInstanceCount = count;
        IsComplete = isComplete;
    }

    /// <summary>Whether all were purged that were to be; null when it is not known.</summary>
    public bool? IsComplete { get; }

    /// <summary>How many instances were purged.</summary>
    public int PurgedInstanceCount { get; }
}
