using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Failures;

public sealed class TaskFailedExceptionTests
{
    [Fact]
    public void Constructor_Details_AreInTheMessage()
    {
        var details = new TaskFailureDetails("System.TimeoutException", "too slow", null, null, null);

        var exception = new TaskFailedException("Fetch", 7, details);

        Assert.Equal("Task 'Fetch' (#7) failed with an unhandled exception: too slow", exception.Message);
        Assert.Equal("Fetch", exception.TaskName);
        Assert.Equal(7, exception.TaskId);
        Assert.Same(details, exception.FailureDetails);
        Assert.Null(exception.InnerException);
    }

    [Fact]
    public void Constructor_Exception_BecomesTheDetails()
    {
        var cause = new TimeoutException("too slow");

        var exception = new TaskFailedException("Fetch", 7, cause);

        Assert.Equal("Task 'Fetch' (#7) failed with an unhandled exception: too slow", exception.Message);
        Assert.Same(cause, exception.InnerException);
        Assert.Equal("System.TimeoutException", exception.FailureDetails.ErrorType);
    }

    [Fact]
    public void Constructor_NoCause_Throws()
    {
        Assert.Throws<ArgumentNullException>("failureDetails", () => new TaskFailedException("A", 0, (TaskFailureDetails)null!));
        Assert.Throws<ArgumentNullException>("innerException", () => new TaskFailedException("A", 0, (Exception)null!));
    }
}
