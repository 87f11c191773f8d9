using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask;

/// <summary>When and how often a failed activity or sub-orchestration is tried again.</summary>
public class RetryPolicy
{
    /// <summary>Makes a policy.</summary>
    /// <param name="maxNumberOfAttempts">How many attempts there are at most, the first included; at least 1.</param>
    /// <param name="firstRetryInterval">How long to wait before the first retry; more than zero.</param>
    /// <param name="backoffCoefficient">By how much each wait is longer than the one before; at least 1, the default.</param>
    /// <param name="maxRetryInterval">The longest wait: one hour by default; not less than <paramref name="firstRetryInterval"/>, or <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="retryTimeout">After how long to give up: never, by default; not less than <paramref name="firstRetryInterval"/>, or <see cref="Timeout.InfiniteTimeSpan"/> for never.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside of its range.</exception>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1,
        TimeSpan? maxRetryInterval = default,
        TimeSpan? retryTimeout = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        if (!(backoffCoefficient >= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(backoffCoefficient), backoffCoefficient, "Waits cannot shrink: the coefficient must be 1 or more.");
        }

        ThrowIfShorter(maxRetryInterval, firstRetryInterval, nameof(maxRetryInterval));
        ThrowIfShorter(retryTimeout, firstRetryInterval, nameof(retryTimeout));

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    /// <summary>By how much each wait is longer than the one before.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>The wait before the first retry.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>Whether a failure is tried again; set through <see cref="HandleFailure"/>. By default each is.</summary>
    public Func<Exception, bool> Handle { get; private init; } = _ => true;

    /// <summary>Not used by any engine.</summary>
    [Obsolete("Nothing calls this: use HandleFailure, or TaskOptions.FromRetryHandler.")]
    public Func<Exception, Task<bool>>? HandleAsync { get; set; }

    /// <summary>Says which failures are tried again. It is orchestrator code: deterministic.</summary>
    [SuppressMessage("Design", "CA1044:Properties should not be write only", Justification = "The programming model has it so; Handle is its reading side.")]
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init => Handle = exception => exception is TaskFailedException failed
            ? value(failed.FailureDetails)
            : throw new InvalidOperationException(
                $"{nameof(HandleFailure)} judges task failures, and a '{exception?.GetType()}' is not a {nameof(TaskFailedException)}.");
    }

    /// <summary>How many attempts there are at most, the first included.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>The longest wait between two attempts.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>The time after which no retry is begun.</summary>
    public TimeSpan RetryTimeout { get; }

    private static void ThrowIfShorter(TimeSpan? value, TimeSpan first, string name)
    {
        if (value is { } given && given < first && given != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(
                name, value, $"The value must be infinite, or no shorter than the first retry interval ({first}).");
        }
    }
}
