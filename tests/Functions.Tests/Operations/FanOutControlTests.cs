using CharacterFanOut.Functions.Operations;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Tests.Operations;

public sealed class FanOutControlTests
{
    [Fact]
    public async Task Resume_BatchesThatHaveNotHeardOfThePause_WaitsForThem()
    {
        await using var client = new LateClient(looks: 5) { Instances = { ["f"] = OrchestrationRuntimeStatus.Running, ["f:000000"] = OrchestrationRuntimeStatus.Running } };
        await FanOutControl.PauseAsync(client, "f", TestContext.Current.CancellationToken);

        await FanOutControl.ResumeAsync(client, "f", TestContext.Current.CancellationToken);

        Assert.All(client.Instances.Values, status => Assert.Equal(OrchestrationRuntimeStatus.Running, status));
    }

    [Fact]
    public async Task Resume_BatchThatThePauseMissed_StandsStillWithTheOthersFirst()
    {
        await using var client = new LateClient(looks: 0)
        {
            Instances =
            {
                ["f"] = OrchestrationRuntimeStatus.Suspended,
                ["f:000000"] = OrchestrationRuntimeStatus.Completed,
                ["f:000001"] = OrchestrationRuntimeStatus.Suspended,
                ["f:000002"] = OrchestrationRuntimeStatus.Running,
            },
        };

        await FanOutControl.ResumeAsync(client, "f", TestContext.Current.CancellationToken);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, client.Instances["f:000000"]);
        Assert.All(["f", "f:000001", "f:000002"], id => Assert.Equal(OrchestrationRuntimeStatus.Running, client.Instances[id]));
    }
}
