using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Client;

public sealed class OrchestrationMetadataTests
{
    [Fact]
    public void Read_PayloadsFetched_ReadsThem()
    {
        var metadata = new OrchestrationMetadata("Greet", "id")
        {
            DataConverter = JsonDataConverter.Default,
            SerializedInput = "1",
            SerializedOutput = "[2,3]",
            SerializedCustomStatus = "\"half\"",
        };

        Assert.Equal(1, metadata.ReadInputAs<int>());
        Assert.Equal([2, 3], metadata.ReadOutputAs<List<int>>());
        Assert.Equal("half", metadata.ReadCustomStatusAs<string>());
    }

    [Fact]
    public void Read_NoPayload_IsTheDefault()
    {
        var metadata = new OrchestrationMetadata("Greet", "id") { DataConverter = JsonDataConverter.Default };

        Assert.Equal(0, metadata.ReadInputAs<int>());
        Assert.Null(metadata.ReadOutputAs<string>());
        Assert.Null(metadata.ReadCustomStatusAs<string>());
    }

    [Fact]
    public void Read_PayloadsNotFetched_ThrowsAndNamesTheMethod()
    {
        var metadata = new OrchestrationMetadata("Greet", "id") { SerializedInput = "1" };

        Assert.Contains("ReadInputAs", Assert.Throws<InvalidOperationException>(() => metadata.ReadInputAs<int>()).Message, StringComparison.Ordinal);
        Assert.Contains("ReadOutputAs", Assert.Throws<InvalidOperationException>(() => metadata.ReadOutputAs<int>()).Message, StringComparison.Ordinal);
        Assert.Contains("ReadCustomStatusAs", Assert.Throws<InvalidOperationException>(() => metadata.ReadCustomStatusAs<int>()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running, true, false)]
    [InlineData(OrchestrationRuntimeStatus.Pending, false, false)]
    [InlineData(OrchestrationRuntimeStatus.Suspended, false, false)]
    [InlineData(OrchestrationRuntimeStatus.Completed, false, true)]
    [InlineData(OrchestrationRuntimeStatus.Failed, false, true)]
    [InlineData(OrchestrationRuntimeStatus.Terminated, false, true)]
    public void IsRunningAndIsCompleted_Status_TellThemApart(OrchestrationRuntimeStatus status, bool running, bool completed)
    {
        var metadata = new OrchestrationMetadata("Greet", "id") { RuntimeStatus = status };

        Assert.Equal(running, metadata.IsRunning);
        Assert.Equal(completed, metadata.IsCompleted);
    }

    [Fact]
    public void ToString_Payloads_AreShortened()
    {
        var metadata = new OrchestrationMetadata("Greet", "id")
        {
            RuntimeStatus = OrchestrationRuntimeStatus.Failed,
            CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            LastUpdatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero),
            SerializedInput = new string('x', 51),
            SerializedOutput = new string('y', 50),
            FailureDetails = new TaskFailureDetails("Some.Error", "boom", null, null, null),
        };

        Assert.Equal(
            "[Name: 'Greet', ID: 'id', RuntimeStatus: Failed, CreatedAt: 2026-01-02T03:04:05, LastUpdatedAt: 2026-01-02T03:04:06, "
            + $"Input: '{new string('x', 50)}...', Output: '{new string('y', 50)}', FailureDetails: 'Some.Error - boom']",
            metadata.ToString());
    }
}
