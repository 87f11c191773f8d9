using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Options;

public sealed class StartOrchestrationOptionsTests
{
    [Fact]
    public void Constructor_Nothing_IsEmpty()
    {
        var options = new StartOrchestrationOptions();

        Assert.Null(options.InstanceId);
        Assert.Null(options.StartAt);
        Assert.Null(options.DedupeStatuses);
        Assert.Empty(options.Tags);
    }

    [Fact]
    public void CopyConstructor_Options_KeepsEverything()
    {
        var options = new StartOrchestrationOptions("id", DateTimeOffset.UnixEpoch)
        {
            Tags = new Dictionary<string, string> { ["a"] = "b" },
            DedupeStatuses = ["Running"],
        };

        Assert.Equal(options, new StartOrchestrationOptions(options));
        Assert.Throws<ArgumentNullException>("options", () => new StartOrchestrationOptions((StartOrchestrationOptions)null!));
    }

    [Fact]
    public void WithDedupeStatuses_Statuses_AreKeptByName()
    {
        var options = new StartOrchestrationOptions("id")
            .WithDedupeStatuses(OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending);

        Assert.Equal("id", options.InstanceId);
        Assert.Equal(["Running", "Pending"], options.DedupeStatuses);
    }

    [Fact]
    public void ValidDedupeStatuses_EveryStatus_IsThereButContinuedAsNew() => Assert.Equal(
        Enum.GetNames<OrchestrationRuntimeStatus>().Except(["ContinuedAsNew"]).Order(),
        StartOrchestrationOptionsExtensions.ValidDedupeStatuses.Select(status => status.ToString()).Order());
}
