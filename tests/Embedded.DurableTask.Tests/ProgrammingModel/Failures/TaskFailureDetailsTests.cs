using System.Text.Json;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Failures;

public sealed class TaskFailureDetailsTests
{
    [Fact]
    public void FromException_NestedExceptions_AreNestedFailures()
    {
        var exception = new InvalidOperationException("outer", new FormatException("middle", new TimeoutException("inner")));

        var details = TaskFailureDetails.FromException(exception);

        Assert.Equal("System.InvalidOperationException: outer", details.ToString());
        Assert.Equal("System.FormatException: middle", details.InnerFailure!.ToString());
        Assert.Equal("System.TimeoutException: inner", details.InnerFailure.InnerFailure!.ToString());
        Assert.Null(details.InnerFailure.InnerFailure.InnerFailure);
        Assert.Null(details.StackTrace);
    }

    [Fact]
    public void FromException_Thrown_HasTheStackTrace()
    {
        var thrown = Assert.Throws<CustomException>(void () => throw new CustomException("boom"));

        var details = TaskFailureDetails.FromException(thrown);

        Assert.Contains(nameof(FromException_Thrown_HasTheStackTrace), details.StackTrace, StringComparison.Ordinal);
        Assert.Equal(typeof(CustomException).ToString(), details.ErrorType);
    }

    [Fact]
    public void FromException_FailedTask_HasTheTasksFailureInside()
    {
        var inner = new TaskFailureDetails("Some.Error", "boom", "at A", null, null);

        var details = TaskFailureDetails.FromException(new TaskFailedException("A", 0, inner));

        Assert.Equal(typeof(TaskFailedException).FullName, details.ErrorType);
        Assert.Same(inner, details.InnerFailure);
    }

    [Fact]
    public void FromException_Null_Throws() =>
        Assert.Throws<ArgumentNullException>("exception", () => TaskFailureDetails.FromException(null!));

    [Fact]
    public void IsCausedBy_TypeAndItsBases_AreCauses()
    {
        var details = TaskFailureDetails.FromException(new ArgumentNullException("x"));

        Assert.True(details.IsCausedBy<ArgumentNullException>());
        Assert.True(details.IsCausedBy<ArgumentException>());
        Assert.True(details.IsCausedBy<Exception>());
        Assert.False(details.IsCausedBy<InvalidOperationException>());
        Assert.False(details.IsCausedBy<ArgumentOutOfRangeException>());
    }

    [Fact]
    public void IsCausedBy_TypesOfOtherAssemblies_AreFound()
    {
        var custom = TaskFailureDetails.FromException(new CustomException("boom"));
        var json = TaskFailureDetails.FromException(new JsonException("boom"));

        Assert.True(custom.IsCausedBy<CustomException>());
        Assert.True(custom.IsCausedBy<Exception>());
        Assert.True(custom.IsCausedBy(typeof(InvalidOperationException)));
        Assert.True(json.IsCausedBy<Exception>());
        Assert.False(json.IsCausedBy<CustomException>());
    }

    [Fact]
    public void IsCausedBy_InnerFailure_IsNotTheCause() => Assert.False(
        TaskFailureDetails.FromException(new InvalidOperationException("outer", new TimeoutException())).IsCausedBy<TimeoutException>());

    [Theory]
    [InlineData("Nowhere.To.BeFoundException")]
    [InlineData("")]
    public void IsCausedBy_TypeThatIsNotLoaded_IsFalse(string type) =>
        Assert.False(new TaskFailureDetails(type, "boom", null, null, null).IsCausedBy<Exception>());

    [Fact]
    public void IsCausedBy_NotAnExceptionType_Throws()
    {
        var details = TaskFailureDetails.FromException(new TimeoutException());

        Assert.Throws<ArgumentNullException>("targetBaseExceptionType", () => details.IsCausedBy(null!));
        var error = Assert.Throws<ArgumentException>("targetBaseExceptionType", () => details.IsCausedBy(typeof(string)));
        Assert.Contains("System.String", error.Message, StringComparison.Ordinal);
    }

    private sealed class CustomException(string message) : InvalidOperationException(message);
}
