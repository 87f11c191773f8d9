namespace Microsoft.DurableTask;

/// <summary>An exception as it is kept in a history: by names and texts.</summary>
/// <param name="ErrorType">The full name of the exception's type.</param>
/// <param name="ErrorMessage">The exception's message.</param>
/// <param name="StackTrace">Where it was thrown, if that is known.</param>
/// <param name="InnerFailure">The inner exception, if there was one.</param>
/// <param name="Properties">More about the exception, if something was recorded.</param>
public record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties)
{
    /// <summary>The details of an exception and of its inner exceptions.</summary>
    /// <param name="exception">The exception.</param>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new TaskFailureDetails(
            exception.GetType().ToString(),
            exception.Message,
            exception.StackTrace,
            InnerOf(exception),
            Properties: null);
    }

    /// <summary>Whether this failure is of an exception type, or of one derived from it. Inner failures do not count.</summary>
    /// <typeparam name="T">The exception type.</typeparam>
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <summary>Whether this failure is of an exception type, or of one derived from it. Inner failures do not count.</summary>
    /// <param name="targetBaseExceptionType">The exception type.</param>
    /// <returns>Whether it is; false when no loaded assembly has the type that <see cref="ErrorType"/> names.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="targetBaseExceptionType"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="targetBaseExceptionType"/> is not an exception type.</exception>
    /// <exception cref="System.Reflection.AmbiguousMatchException">Several loaded assemblies have a type of the failure's name.</exception>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!targetBaseExceptionType.IsAssignableTo(typeof(Exception)))
        {
            throw new ArgumentException(
                $"'{targetBaseExceptionType}' is not an exception type: nothing can be caused by it.", nameof(targetBaseExceptionType));
        }

        return FailureTypes.Find(ErrorType, targetBaseExceptionType) is { } type && type.IsAssignableTo(targetBaseExceptionType);
    }

    /// <summary>The type and the message.</summary>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    private static TaskFailureDetails? InnerOf(Exception exception) => exception switch
    {
        // A failed task's details came out of a history and may have no exception behind them any more.
        TaskFailedException failed => failed.FailureDetails,
        { InnerException: { } inner } => FromException(inner),
        _ => null,
    };
}
